using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>Moves all weights of a layout by their gradients: clips, decays, then applies the rule of the optimizer.</summary>
internal abstract unsafe class Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One worker's part of one step. All workers must call it.</summary>
    /// <param name="weights">All weights, in the layout.</param>
    /// <param name="gradients">All gradients, likewise.</param>
    /// <param name="rate">The rate of the step, as the type holds it.</param>
    /// <param name="step">The step, from 0.</param>
    /// <param name="worker">Which worker.</param>
    /// <param name="workers">Of how many.</param>
    /// <param name="barrier">Where they meet.</param>
    public abstract void Update(
        T* weights,
        T* gradients,
        double rate,
        long step,
        int worker,
        int workers,
        Barrier barrier
    );

    /// <summary>A copy of what the optimizer remembers, by the names of its slots.</summary>
    public abstract IReadOnlyDictionary<string, Weights> GetSlots();

    /// <summary>Replaces what the optimizer remembers.</summary>
    public abstract void SetSlots(IReadOnlyDictionary<string, Weights> slots);

    /// <summary>Whether w -= lr g is all there is to do, so that no gradient need be kept.</summary>
    public static bool IsPlain(Optimizer optimizer) =>
        optimizer
            is Sgd
            {
                Momentum: 0,
                WeightDecay: null,
                ClipNorm: null,
                GlobalClipNorm: null,
                ClipValue: null
            };

    /// <summary>The updater of an optimizer, with state 0.</summary>
    public static Updater<T> Create<L>(Optimizer optimizer, ParameterLayout<T> layout)
        where L : unmanaged, ILanes<L, T> =>
        optimizer switch
        {
            Sgd { Momentum: 0 } => new Updater<T, L, SgdRule<T, L>>(optimizer, layout),
            Sgd => new Updater<T, L, MomentumRule<T, L>>(optimizer, layout),
            Adam => new Updater<T, L, AdamRule<T, L>>(optimizer, layout),
            RmsProp => new Updater<T, L, RmsPropRule<T, L>>(optimizer, layout),
            _ => throw new NotSupportedException(
                $"Optimizer '{optimizer.Name}' is not supported by the native backend."
            ),
        };
}
