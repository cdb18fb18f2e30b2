using System.Numerics;

namespace Mlp.Native;

/// <summary>An activation over blocks of padded rows, forward and backward.</summary>
internal abstract unsafe class ActivationRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether a row must be whole before it can be activated, as for softmax.</summary>
    public abstract bool NeedsWholeRows { get; }

    /// <summary>Whether y may take the place of x, the slope being the same at both.</summary>
    public abstract bool InPlace { get; }

    /// <summary>y = f(x), <paramref name="rows"/> rows of <paramref name="sets"/> sets of lanes.</summary>
    public abstract void Forward(T* x, T* y, nint stride, int rows, int sets);

    /// <summary>Turns the gradient in y into the gradient in x, in place.</summary>
    public abstract void Backward(T* x, T* y, T* gradient, nint stride, int rows, int sets);

    /// <summary>The rows of an activation of <paramref name="units"/> values a row.</summary>
    public static ActivationRows<T> Create<L>(Activation activation, int units)
        where L : unmanaged, ILanes<L, T> =>
        activation switch
        {
            Activation.Linear => new ElementwiseRows<T, L, LinearFormula<T, L>>(default),
            Activation.Relu => new ElementwiseRows<T, L, ReluFormula<T, L>>(default),
            Activation.LeakyRelu leaky => new ElementwiseRows<T, L, LeakyReluFormula<T, L>>(
                new(leaky.Slope)
            ),
            Activation.Elu elu => new ElementwiseRows<T, L, EluFormula<T, L>>(new(elu.Alpha, 1)),
            Activation.Selu selu => new ElementwiseRows<T, L, EluFormula<T, L>>(
                new(selu.Alpha, selu.Scale)
            ),
            Activation.Gelu { Approximate: true } => new ElementwiseRows<
                T,
                L,
                GeluTanhFormula<T, L>
            >(default),
            Activation.Gelu => new ElementwiseRows<T, L, GeluFormula<T, L>>(default),
            Activation.Silu => new ElementwiseRows<T, L, SiluFormula<T, L>>(default),
            Activation.Softplus => new ElementwiseRows<T, L, SoftplusFormula<T, L>>(default),
            Activation.Sigmoid => new ElementwiseRows<T, L, SigmoidFormula<T, L>>(default),
            Activation.Tanh => new ElementwiseRows<T, L, TanhFormula<T, L>>(default),
            Activation.Softmax => new SoftmaxRows<T, L>(units),
            Activation.LogSoftmax => new LogSoftmaxRows<T, L>(units),
            _ => throw new NotSupportedException(
                $"Activation '{activation.Name}' is not supported by the native backend."
            ),
        };
}
