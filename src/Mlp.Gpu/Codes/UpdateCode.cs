using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu;

/// <summary>A rule at one step as kernels take it: a number of <c>kernels/update.c</c>, and the numbers of the rule.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Variant">Nesterov or centered.</param>
/// <param name="Rate">The rate of the step; for Adam with the correction of its moments.</param>
/// <param name="A">Momentum; 1 - b1; rho.</param>
/// <param name="B">1 - b2; 1 - rho.</param>
/// <param name="C">Epsilon of Adam; momentum of RMSprop.</param>
/// <param name="D">Epsilon of RMSprop.</param>
internal readonly record struct UpdateCode(
    UpdateRule Rule,
    bool Variant,
    double Rate,
    double A = 0,
    double B = 0,
    double C = 0,
    double D = 0
)
{
    /// <summary>Values of state that the rule keeps beside each weight.</summary>
    public int States =>
        Rule switch
        {
            UpdateRule.Momentum => 1,
            UpdateRule.Adam => 2,
            UpdateRule.RmsProp => 3,
            _ => 0,
        };

    /// <summary>The rule of an optimizer at a step.</summary>
    /// <param name="optimizer">Its parameters.</param>
    /// <param name="rate">The rate of the step, as the type holds it.</param>
    /// <param name="step">The step, from 0.</param>
    public static UpdateCode At(Optimizer optimizer, double rate, long step) =>
        optimizer switch
        {
            Sgd { Momentum: 0 } => new(UpdateRule.Sgd, false, rate),
            Sgd sgd => new(UpdateRule.Momentum, sgd.Nesterov, rate, sgd.Momentum),
            Adam adam => new(
                UpdateRule.Adam,
                false,
                rate
                    * Math.Sqrt(1 - Portable.Pow(adam.Beta2, step + 1))
                    / (1 - Portable.Pow(adam.Beta1, step + 1)),
                1 - adam.Beta1,
                1 - adam.Beta2,
                adam.Epsilon
            ),
            RmsProp rms => new(
                UpdateRule.RmsProp,
                rms.Centered,
                rate,
                rms.Rho,
                1 - rms.Rho,
                rms.Momentum,
                rms.Epsilon
            ),
            _ => throw new NotSupportedException(
                $"Optimizer '{optimizer.Name}' is not supported by the GPU backend."
            ),
        };
}

/// <summary>Numbers as in <c>kernels/update.c</c>.</summary>
internal enum UpdateRule
{
    Sgd,
    Momentum,
    Adam,
    RmsProp,
}

/// <summary>Numbers as in <c>kernels/update.c</c>.</summary>
internal enum Clipping
{
    None,
    Value,
    Norm,
    GlobalNorm,
}
