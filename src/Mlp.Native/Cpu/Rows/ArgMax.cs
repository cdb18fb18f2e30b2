using System.Numerics;

namespace Mlp.Native;

/// <summary>The index of the first maximum; NaN is above all, and the first NaN wins.</summary>
internal static unsafe class ArgMax
{
    /// <summary>The index of the first maximum of <paramref name="n"/> values.</summary>
    public static int First<T>(T* values, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var best = 0;
        for (var i = 1; i < n && !T.IsNaN(values[best]); i++)
        {
            if (values[i] > values[best] || T.IsNaN(values[i]))
            {
                best = i;
            }
        }

        return best;
    }
}
