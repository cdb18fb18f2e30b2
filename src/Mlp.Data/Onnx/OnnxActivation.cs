namespace Mlp.Data;

/// <summary>Activations as operators of ONNX. Source: onnx.ai/onnx/operators.</summary>
internal static class OnnxActivation
{
    /// <summary>The operators from one named value to another; none for linear.</summary>
    public static IEnumerable<OnnxNode> Nodes(Activation activation, string from, string to) =>
        activation switch
        {
            Activation.Linear => [],
            Activation.Relu => [new("Relu", [from], to)],
            Activation.LeakyRelu leaky =>
            [
                new("LeakyRelu", [from], to, ("alpha", (float)leaky.Slope)),
            ],
            Activation.Elu elu => [new("Elu", [from], to, ("alpha", (float)elu.Alpha))],
            Activation.Selu selu =>
            [
                new("Selu", [from], to, ("alpha", (float)selu.Alpha), ("gamma", (float)selu.Scale)),
            ],
            Activation.Gelu gelu =>
            [
                new("Gelu", [from], to, ("approximate", gelu.Approximate ? "tanh" : "none")),
            ],
            Activation.Silu =>
            [
                new("Sigmoid", [from], to + "_sigmoid"),
                new("Mul", [from, to + "_sigmoid"], to),
            ],
            Activation.Softplus => [new("Softplus", [from], to)],
            Activation.Sigmoid => [new("Sigmoid", [from], to)],
            Activation.Tanh => [new("Tanh", [from], to)],
            Activation.Softmax => [new("Softmax", [from], to, ("axis", -1L))],
            Activation.LogSoftmax => [new("LogSoftmax", [from], to, ("axis", -1L))],
            _ => throw new NotSupportedException($"{activation} has no operator in ONNX."),
        };
}
