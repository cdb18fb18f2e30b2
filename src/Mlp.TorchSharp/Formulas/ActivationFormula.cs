namespace Mlp.TorchSharp;

/// <summary>Values of activations; slopes are autograd's.</summary>
internal static class ActivationFormula
{
    /// <summary>activation(x), any shape.</summary>
    public static torch.Tensor Apply(Activation activation, torch.Tensor x) =>
        activation switch
        {
            Activation.Linear => x.alias(),
            Activation.Relu => torch.nn.functional.relu(x),
            Activation.LeakyRelu leaky => x.LeakyRelu(leaky.Slope),
            Activation.Elu elu => x.Elu(elu.Alpha),
            Activation.Selu selu => x.Elu(selu.Alpha).Times(selu.Scale),
            // erfc keeps the digits that 1 + erf loses for negative x; torch's own gelu is NaN at infinity.
            Activation.Gelu { Approximate: false } => x.Times(0.5)
                * (-x).DividedBy(Math.Sqrt(2)).erfc(),
            Activation.Gelu => x.Times(0.5)
                * x.Plus(x.Power(3).Times(0.044715)).Times(Math.Sqrt(2 / Math.PI)).tanh().Plus(1),
            Activation.Silu => torch.nn.functional.silu(x),
            Activation.Softplus => Softplus(x),
            Activation.Sigmoid => torch.sigmoid(x),
            Activation.Tanh => torch.tanh(x),
            Activation.Softmax => torch.nn.functional.softmax(x, -1),
            Activation.LogSoftmax => torch.nn.functional.log_softmax(x, -1),
            _ => throw new NotSupportedException(
                $"{activation.Name} is not known to this backend."
            ),
        };

    /// <summary>log(1 + exp(x)) = log(exp(x) + exp(0)). torch's own softplus gives x itself from 20 on.</summary>
    public static torch.Tensor Softplus(torch.Tensor x) => torch.logaddexp(x, torch.zeros_like(x));
}
