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
            Activation.LeakyRelu leaky => torch.nn.functional.leaky_relu(x, leaky.Slope),
            Activation.Elu elu => torch.nn.functional.elu(x, elu.Alpha),
            Activation.Selu selu => selu.Scale * torch.nn.functional.elu(x, selu.Alpha),
            // erfc keeps the digits that 1 + erf loses for negative x; torch's own gelu is NaN at infinity.
            Activation.Gelu { Approximate: false } => 0.5 * x * (-x / Math.Sqrt(2)).erfc(),
            Activation.Gelu => 0.5
                * x
                * (1 + (Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x.pow(3)))).tanh()),
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
