using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>c(p) = p held to [1e-7, 1 - 1e-7], in the type's own rounding of both; its slope is 1 there, at the bounds too, and 0 outside.</summary>
internal static class Clip<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    private const double Least = 1e-7;
    private const double Most = 1 - 1e-7;

    /// <summary>c(p). NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Value(L p)
    {
        var (least, most) = (L.Constant(Least), L.Constant(Most));
        p = L.Select(L.Less(p, least), least, p);
        return L.Select(L.Less(most, p), most, p);
    }

    /// <summary>slope where c'(p) is 1, 0 where it is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static L Pass(L p, L slope)
    {
        var outside = L.Less(p, L.Constant(Least)) | L.Less(L.Constant(Most), p);
        return L.Select(outside, L.Constant(0), slope);
    }
}
