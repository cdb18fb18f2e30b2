using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>clip(p) = min(max(p, 1e-7), 1 - 1e-7), both bounds rounded to the type: in float32 the upper one is 0.99999988.</summary>
internal static class Clip<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly T Lowest = T.CreateChecked(1e-7);
    private static readonly T Highest = T.CreateChecked(1 - 1e-7);

    public static T Value(T p) => T.Min(T.Max(p, Lowest), Highest);

    /// <summary>Whether the slope is 1: within the bounds, at them and at NaN, which stays what it is; outside it is 0.</summary>
    public static bool Passes(T p) => !(p < Lowest || p > Highest);
}
