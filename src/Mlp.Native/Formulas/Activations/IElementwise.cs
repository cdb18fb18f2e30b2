using System.Numerics;

namespace Mlp.Native;

/// <summary>An activation of each value by itself, with its slope beside it.</summary>
internal interface IElementwise<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>Whether Slope(Value(x)) = Slope(x), so that x need not be kept.</summary>
    static virtual bool SlopeFromValue => false;

    /// <summary>f(x).</summary>
    L Value(L x);

    /// <summary>f'(x).</summary>
    L Slope(L x);
}
