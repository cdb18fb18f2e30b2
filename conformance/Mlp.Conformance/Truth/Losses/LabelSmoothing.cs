using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>t = y*(1 - s) + s/classes.</summary>
internal static class LabelSmoothing<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static T Value(T y, double smoothing, int classes) =>
        y * T.CreateChecked(1 - smoothing) + T.CreateChecked(smoothing / classes);

    public static T[] Value(ReadOnlySpan<T> y, double smoothing, int classes)
    {
        var t = new T[y.Length];
        for (var j = 0; j < t.Length; j++)
        {
            t[j] = Value(y[j], smoothing, classes);
        }

        return t;
    }
}
