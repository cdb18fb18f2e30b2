namespace Mlp;

/// <summary>What a model is: the shape of a sample and the layers it goes through. Immutable; holds no weights.</summary>
public sealed class ModelSpec
{
    /// <summary>A model of these layers.</summary>
    /// <exception cref="ArgumentException">The first layer is no <see cref="Input"/>, a later one is, or a layer cannot follow the one before.</exception>
    public ModelSpec(IEnumerable<LayerSpec> layers)
    {
        LayerSpec[] all = [.. layers];
        if (all.Length == 0 || all[0] is not Input input)
        {
            throw new ArgumentException(
                "The first layer must be an Input with the shape of one sample, as in new Input(28, 28).",
                nameof(layers)
            );
        }

        if (all.Skip(1).Any(layer => layer is Input))
        {
            throw new ArgumentException("Only the first layer may be an Input.", nameof(layers));
        }

        var shapes = new List<IReadOnlyList<int>> { input.Shape };
        foreach (var layer in all.Skip(1))
        {
            shapes.Add(layer.OutputShape(shapes[^1]));
        }

        Layers = Array.AsReadOnly(all);
        Shapes = shapes.AsReadOnly();
        Dense = Array.AsReadOnly(all.OfType<Dense>().ToArray());
    }

    /// <summary>All layers, the <see cref="Input"/> first.</summary>
    public IReadOnlyList<LayerSpec> Layers { get; }

    /// <summary>The shape of one sample after each layer.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Shapes { get; }

    /// <summary>The layers that hold weights, in order.</summary>
    public IReadOnlyList<Dense> Dense { get; }

    /// <summary>The shape of one sample.</summary>
    public IReadOnlyList<int> InputShape => Shapes[0];

    /// <summary>Values of one sample.</summary>
    public int Inputs => InputShape.Aggregate(1, (product, size) => product * size);

    /// <summary>The shape of one output.</summary>
    public IReadOnlyList<int> OutputShape => Shapes[^1];

    /// <summary>Values of one output.</summary>
    public int Outputs => OutputShape.Aggregate(1, (product, size) => product * size);

    /// <summary>The shapes of the variables in the order of <see cref="Weights"/>: kernel and bias of each dense layer.</summary>
    public IEnumerable<int[]> WeightShapes
    {
        get
        {
            for (var i = 1; i < Layers.Count; i++)
            {
                if (Layers[i] is Dense dense)
                {
                    yield return [Shapes[i - 1][0], dense.Units];
                    yield return [dense.Units];
                }
            }
        }
    }

    /// <summary>Number of trainable values.</summary>
    public long ParameterCount =>
        WeightShapes.Sum(shape => shape.Aggregate(1L, (product, size) => product * size));
}
