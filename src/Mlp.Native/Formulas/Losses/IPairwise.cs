using System.Numerics;

namespace Mlp.Native;

/// <summary>What one output p costs against its label t, with the slope in p beside it.</summary>
internal interface IPairwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>l(p, t).</summary>
    L Value(L p, L t);

    /// <summary>dl/dp.</summary>
    L Slope(L p, L t);
}
