using System.Numerics;

namespace Mlp.Native;

/// <summary>Share of outputs where y equals (p &gt; threshold).</summary>
internal sealed unsafe class BinaryAccuracyRows<T>(int width, T threshold) : MetricRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override double Row(T* outputs, T* label)
    {
        var hits = 0;
        for (var i = 0; i < width; i++)
        {
            hits += Hit(outputs[i], label[i], threshold) ? 1 : 0;
        }

        return (double)hits / width;
    }

    /// <summary>Whether y equals (p &gt; threshold); NaN counts as class 0.</summary>
    private static bool Hit(T p, T y, T threshold) => y == (p > threshold ? T.One : T.Zero);
}
