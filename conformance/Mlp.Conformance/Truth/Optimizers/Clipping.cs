using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Conformance.Truth;

/// <summary>Gradients kept small, in one of three ways or none.</summary>
internal static class Clipping<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static IReadOnlyList<T[]> Apply(Optimizer optimizer, IReadOnlyList<T[]> gradients)
    {
        if (optimizer.ClipValue is { } value)
        {
            var limit = T.CreateChecked(value);
            return [.. gradients.Select(g => Array.ConvertAll(g, x => Clamp(x, limit)))];
        }

        if (optimizer.ClipNorm is { } norm)
        {
            var limit = T.CreateChecked(norm);
            return [.. gradients.Select(g => Scale(g, limit, Norm([g])))];
        }

        if (optimizer.GlobalClipNorm is { } global)
        {
            // A norm that is not finite makes every gradient NaN: norm - norm is then NaN, else 0.
            var common = Norm(gradients);
            var limit = T.CreateChecked(global) + (common - common);
            return [.. gradients.Select(g => Scale(g, limit, common))];
        }

        return gradients;
    }

    /// <summary>min(max(g, -limit), limit).</summary>
    private static T Clamp(T g, T limit) => T.Min(T.Max(g, -limit), limit);

    /// <summary>g * limit / max(norm, limit).</summary>
    private static T[] Scale(T[] gradient, T limit, T norm) =>
        Array.ConvertAll(gradient, g => g * limit / T.Max(norm, limit));

    /// <summary>sqrt(sum g^2).</summary>
    private static T Norm(IEnumerable<T[]> gradients)
    {
        var squares = new Sum<T>();
        foreach (var gradient in gradients)
        {
            foreach (var g in gradient)
            {
                squares.AddProduct(g, g);
            }
        }

        return T.Sqrt(squares.Value);
    }
}
