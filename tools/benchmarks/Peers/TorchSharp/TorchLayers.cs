using Mlp;
using TorchSharp;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;
using Tensor = TorchSharp.torch.Tensor;
using Weights = Mlp.Weights;

namespace Benchmarks;

/// <summary>A description as torch modules. A softmax at the end is left to whoever calls: a loss takes logits.</summary>
internal static class TorchLayers
{
    /// <summary>Linear layers with relu between them.</summary>
    public static Sequential Of(ModelSpec spec)
    {
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        var inputs = spec.Inputs;
        foreach (var dense in spec.Dense)
        {
            layers.Add(($"dense{layers.Count}", nn.Linear(inputs, dense.Units)));
            inputs = dense.Units;
            if (dense.Activation is Activation.Relu)
            {
                layers.Add(($"relu{layers.Count}", nn.ReLU()));
            }
        }

        return nn.Sequential(layers);
    }

    /// <summary>The same weights as torch keeps them: a kernel is [units, inputs].</summary>
    public static Tensor[] Of(Weights weights) =>
        [
            .. weights.Select(variable =>
            {
                long[] shape = [.. variable.Shape.Select(size => (long)size)];
                var values = tensor(variable.ToFloat32().Values.ToArray()).reshape(shape);
                return shape.Length == 2 ? values.t().contiguous() : values;
            }),
        ];

    /// <summary>Sets the parameters of a model.</summary>
    public static void Set(Sequential model, Tensor[] values)
    {
        using var none = no_grad();
        foreach (var (parameter, value) in model.parameters().Zip(values))
        {
            parameter.copy_(value);
        }
    }

    /// <summary>Whether the last layer is a softmax.</summary>
    public static bool Classifies(ModelSpec spec) =>
        spec.Dense[^1].Activation is Activation.Softmax;
}
