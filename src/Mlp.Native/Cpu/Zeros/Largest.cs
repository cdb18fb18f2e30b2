using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>The largest size among values taken in; NaN once one of them is not finite.</summary>
internal struct Largest<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    private L most;
    private L zeros;

    /// <summary>What it is of those so far.</summary>
    public readonly double Value => double.CreateTruncating(L.Max(most) + L.Sum(zeros));

    /// <summary>Takes in values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(L values)
    {
        var size = L.Abs(values);
        most = L.Select(L.Less(most, size), size, most);

        // 0 times infinity is NaN.
        zeros = L.MultiplyAdd(values, L.Constant(0), zeros);
    }
}
