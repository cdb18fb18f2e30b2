namespace Mlp;

/// <summary>One layer of a <see cref="Sequential"/>: what it is, not what it holds.</summary>
public abstract record LayerSpec
{
    // Only Input, Flatten and Dense: backends switch over all of them.
    private protected LayerSpec() { }

    /// <summary>The shape of one sample after this layer, given the shape before it.</summary>
    /// <exception cref="ArgumentException">The layer cannot follow that shape.</exception>
    public abstract IReadOnlyList<int> OutputShape(IReadOnlyList<int> inputShape);
}

/// <summary>The shape of one sample, without the batch axis. The first entry of every <see cref="Sequential"/>.</summary>
public sealed record Input : LayerSpec
{
    /// <summary>An input of that shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, none is given, or a sample exceeds what an array holds.</exception>
    public Input(params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length == 0 || shape.Any(size => size < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(shape),
                $"Input shape {Tensor.FormatShape(shape)} was given; it needs at least one size, all positive."
            );
        }

        if (shape.Aggregate(1.0, (product, size) => product * size) > Array.MaxLength)
        {
            throw new ArgumentOutOfRangeException(
                nameof(shape),
                $"Input shape {Tensor.FormatShape(shape)} was given; one sample would hold more values than an array can."
            );
        }

        Shape = Array.AsReadOnly(shape);
    }

    /// <summary>Sizes of one sample.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> inputShape) => Shape;

    /// <inheritdoc/>
    public bool Equals(Input? other) => other is not null && Shape.SequenceEqual(other.Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => Shape.Aggregate(17, HashCode.Combine);
}

/// <summary>Turns a sample of any shape into a vector, row-major.</summary>
public sealed record Flatten : LayerSpec
{
    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> inputShape) =>
        [inputShape.Aggregate(1, (product, size) => product * size)];
}

/// <summary>y = activation(x W + b): kernel W <c>[inputs, units]</c>, bias b <c>[units]</c>.</summary>
public sealed record Dense : LayerSpec
{
    /// <summary>A dense layer.</summary>
    /// <param name="units">Outputs, at least 1.</param>
    /// <param name="activation">Activation or its Keras name; linear when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">Units are not positive.</exception>
    public Dense(int units, Activation? activation = null)
    {
        if (units < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(units),
                $"Dense was given {units} units; it needs at least 1."
            );
        }

        Units = units;
        Activation = activation ?? new Activation.Linear();
    }

    /// <summary>Outputs of the layer.</summary>
    public int Units { get; }

    /// <summary>What is applied to x W + b.</summary>
    public Activation Activation { get; }

    /// <summary>How the kernel starts.</summary>
    public Initializer KernelInitializer { get; init; } = Initializer.GlorotUniform;

    /// <summary>How the bias starts.</summary>
    public Initializer BiasInitializer { get; init; } = Initializer.Zeros;

    /// <inheritdoc/>
    public override IReadOnlyList<int> OutputShape(IReadOnlyList<int> inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        return inputShape.Count == 1
            ? [Units]
            : throw new ArgumentException(
                $"Dense({Units}) follows a sample of shape {Tensor.FormatShape(inputShape)}; put a Flatten before it.",
                nameof(inputShape)
            );
    }
}
