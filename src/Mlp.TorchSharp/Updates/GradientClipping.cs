using Mlp.Optimizers;

namespace Mlp.TorchSharp;

/// <summary>Bounds gradients before a step. Norms are scaled by limit / max(norm, limit), nothing added to the norm.</summary>
internal static class GradientClipping
{
    /// <summary>The gradients under the clipping that the optimizer asks for, if any.</summary>
    public static IReadOnlyList<torch.Tensor> Apply(
        Optimizer optimizer,
        IReadOnlyList<torch.Tensor> gradients
    )
    {
        if (optimizer.ClipNorm is { } own)
        {
            return [.. gradients.Select(g => g * Scale(g.Squared().sum().sqrt(), own))];
        }

        if (optimizer.GlobalClipNorm is { } common && gradients.Count > 0)
        {
            var norm = torch.stack(gradients.Select(g => g.Squared().sum())).sum().sqrt();
            // norm - norm is 0, or NaN when the norm is not finite; then every gradient becomes NaN.
            var scale = Scale(norm, common).Plus(norm - norm);
            return [.. gradients.Select(g => g * scale)];
        }

        return optimizer.ClipValue is { } bound
            ? [.. gradients.Select(g => g.Clamped(-bound, bound))]
            : gradients;
    }

    private static torch.Tensor Scale(torch.Tensor norm, double limit) =>
        norm.AtLeast(limit).reciprocal().Times(limit);
}
