using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>What a gradient g does to a weight w, with up to three values of state beside each weight.</summary>
internal interface IUpdateRule<TSelf, T, L>
    where TSelf : struct, IUpdateRule<TSelf, T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>Values of state a weight, all 0 at first.</summary>
    static abstract int States { get; }

    /// <summary>Their names, in the order of <see cref="Apply"/>; an optimizer may use some of them only.</summary>
    static abstract IReadOnlyList<string> Slots { get; }

    /// <summary>The rule at one step.</summary>
    /// <param name="optimizer">Its parameters.</param>
    /// <param name="rate">The rate of the step, as the type holds it.</param>
    /// <param name="step">The step, from 0.</param>
    static abstract TSelf At(Optimizer optimizer, double rate, long step);

    /// <summary>The weight after the step; the state is changed in place.</summary>
    L Apply(L w, L g, ref L first, ref L second, ref L third);
}
