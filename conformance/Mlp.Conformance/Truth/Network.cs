using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>The dense layers of a model with their weights: forward, and the gradient of a loss back through them.</summary>
internal sealed class Network<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ModelSpec model;

    public Network(ModelSpec model, Weights weights)
    {
        this.model = model;
        Variables = [.. weights.Select(Numbers<T>.Read)];
    }

    /// <summary>Kernel <c>[inputs, units]</c> and bias <c>[units]</c> of each layer in turn; changed in place by training.</summary>
    public T[][] Variables { get; }

    /// <summary>For each layer its input x and z = x W + b, both <c>[rows, ...]</c>; then the model's output.</summary>
    public sealed record Pass(
        IReadOnlyList<Matrix<T>> X,
        IReadOnlyList<Matrix<T>> Z,
        Matrix<T> Output
    );

    public Pass Forward(Matrix<T> x)
    {
        var (inputs, sums) = (new List<Matrix<T>>(), new List<Matrix<T>>());
        for (var layer = 0; layer < model.Dense.Count; layer++)
        {
            inputs.Add(x);
            sums.Add(Dense<T>.Value(x, Kernel(layer), Variables[2 * layer + 1]));
            x = Activations<T>.Value(model.Dense[layer].Activation, sums[layer]);
        }

        return new(inputs, sums, x);
    }

    /// <summary>The gradient of every variable, last layer first by the chain rule: dz = upstream through the activation, dW = x^T dz, db = sum dz, upstream = dz W^T.</summary>
    /// <param name="pass">The forward pass of the same rows.</param>
    /// <param name="upstream">d loss / d output, or with <paramref name="ofLogits"/> d loss / dz of the last layer.</param>
    /// <param name="ofLogits">The loss was taken of the last layer's z, so its activation has no part in the gradient.</param>
    public T[][] Backward(Pass pass, Matrix<T> upstream, bool ofLogits)
    {
        var gradients = new T[Variables.Length][];
        for (var layer = model.Dense.Count - 1; layer >= 0; layer--)
        {
            var skipped = ofLogits && layer == model.Dense.Count - 1;
            var dz = skipped
                ? upstream
                : Activations<T>.Gradient(model.Dense[layer].Activation, pass.Z[layer], upstream);
            gradients[2 * layer] = Dense<T>.KernelGradient(pass.X[layer], dz).Values;
            gradients[2 * layer + 1] = Dense<T>.BiasGradient(dz);
            if (layer > 0)
            {
                upstream = Dense<T>.InputGradient(Kernel(layer), dz);
            }
        }

        return gradients;
    }

    /// <summary>A copy of the variables in their shapes.</summary>
    public Weights CopyWeights() =>
        new(model.WeightShapes.Zip(Variables, (shape, v) => Tensor.Create<T>([.. v], shape)));

    private Matrix<T> Kernel(int layer)
    {
        var units = model.Dense[layer].Units;
        return new(Variables[2 * layer], Variables[2 * layer].Length / units, units);
    }
}
