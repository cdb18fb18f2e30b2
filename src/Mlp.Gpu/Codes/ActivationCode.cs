namespace Mlp.Gpu;

/// <summary>An activation as kernels take it: a number of <c>activations/activation.c</c>, and its parameters.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Alpha">The slope of leaky relu; alpha of elu and selu.</param>
/// <param name="Scale">Scale of elu and selu.</param>
internal readonly record struct ActivationCode(
    ActivationKind Kind,
    double Alpha = 0,
    double Scale = 1
)
{
    /// <summary>Whether a row must be whole before it can be activated.</summary>
    public bool AlongRows => Kind is ActivationKind.Softmax or ActivationKind.LogSoftmax;

    /// <summary>Whether y may take the place of z, the slope being the same at both.</summary>
    public bool InPlace => Kind is ActivationKind.Linear or ActivationKind.Relu;

    /// <summary>The code of an activation.</summary>
    public static ActivationCode Of(Activation activation) =>
        activation switch
        {
            Activation.Linear => new(ActivationKind.Linear),
            Activation.Relu => new(ActivationKind.Relu),
            Activation.LeakyRelu leaky => new(ActivationKind.LeakyRelu, leaky.Slope),
            Activation.Elu elu => new(ActivationKind.Elu, elu.Alpha),
            Activation.Selu selu => new(ActivationKind.Elu, selu.Alpha, selu.Scale),
            Activation.Gelu { Approximate: true } => new(ActivationKind.GeluTanh),
            Activation.Gelu => new(ActivationKind.Gelu),
            Activation.Silu => new(ActivationKind.Silu),
            Activation.Softplus => new(ActivationKind.Softplus),
            Activation.Sigmoid => new(ActivationKind.Sigmoid),
            Activation.Tanh => new(ActivationKind.Tanh),
            Activation.Softmax => new(ActivationKind.Softmax),
            Activation.LogSoftmax => new(ActivationKind.LogSoftmax),
            _ => throw new NotSupportedException(
                $"Activation '{activation.Name}' is not supported by the GPU backend."
            ),
        };
}

/// <summary>Numbers as in <c>activations/activation.c</c>.</summary>
internal enum ActivationKind
{
    Linear,
    Relu,
    LeakyRelu,
    Elu,
    Gelu,
    GeluTanh,
    Silu,
    Softplus,
    Sigmoid,
    Tanh,
    Softmax,
    LogSoftmax,
}
