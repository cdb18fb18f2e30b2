using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>1 where fewer than k predictions exceed that of the class, else 0. Ties hit; NaN exceeds all, and at the class itself misses.</summary>
internal static class TopK<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Value(int label, int k, ReadOnlySpan<T> predictions)
    {
        if (label < 0 || label >= predictions.Length || T.IsNaN(predictions[label]))
        {
            return T.Zero;
        }

        var above = 0;
        foreach (var p in predictions)
        {
            if (p > predictions[label] || T.IsNaN(p))
            {
                above++;
            }
        }

        return above < k ? T.One : T.Zero;
    }
}
