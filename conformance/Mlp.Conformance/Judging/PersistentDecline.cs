using Mlp.Optimizers;

namespace Mlp.Conformance;

/// <summary>What a GPU backend declines on its persistent path, which trains many steps in one launch.</summary>
public static class PersistentDecline
{
    /// <summary>The rule, for a backend of that name.</summary>
    public static Decline Of(string backend) =>
        new(
            DeclineKind.Unsupported,
            "The persistent path takes one to three dense layers, hidden activations that work value by value, and no clipping by a norm."
        )
        {
            Backend = backend,
            Where = IsNotTaken,
        };

    private static bool IsNotTaken(Case value)
    {
        if (value.Family == "onnx" || !value.Params.TryGet("layers", out _))
        {
            return false;
        }

        var layers = SpecReader.Model(value.Params).Dense;
        var optimizer = value.Params.TryGet("optimizer", out var node)
            ? SpecReader.Optimizer(node)
            : new Sgd();
        return layers.Count > 3
            || layers
                .SkipLast(1)
                .Any(layer => layer.Activation is Activation.Softmax or Activation.LogSoftmax)
            || optimizer is { ClipNorm: not null } or { GlobalClipNorm: not null };
    }
}
