namespace Mlp.Data;

/// <summary>First weights from a seed: the same on every machine, and in float32 those of float64 rounded.</summary>
public static class InitialWeights
{
    /// <summary>
    /// Weights drawn as each layer's initializers say, from fan_in inputs and fan_out units (of a bias, both are its units).
    /// Source: keras.initializers.VarianceScaling; the numbers are ours.
    /// </summary>
    /// <param name="model">Whose weights.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="precision">Type of the weights.</param>
    /// <exception cref="ArgumentException">A kernel would hold more values than an array can; the message has its shape.</exception>
    public static Weights Create(
        ModelSpec model,
        int seed = 0,
        Precision precision = Precision.Float32
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        var initializers = model.Dense.SelectMany(layer =>
            new[] { layer.KernelInitializer, layer.BiasInitializer }
        );
        return new(
            model
                .WeightShapes.Zip(initializers)
                .Select(
                    (variable, i) =>
                        Draw(
                                variable.Second,
                                variable.First,
                                new SeededRandom(seed, Streams.Weights, i)
                            )
                            .To(precision)
                )
        );
    }

    private static Tensor<double> Draw(Initializer initializer, int[] shape, SeededRandom random)
    {
        var (fanIn, fanOut) = (shape[0], shape[^1]);
        var length = shape.Aggregate(1L, (product, size) => product * size);
        if (length > Array.MaxLength)
        {
            throw new ArgumentException(
                $"A kernel {Tensor.FormatShape(shape)} would hold more values than an array can; give the layer fewer inputs or units.",
                nameof(shape)
            );
        }

        var values = new double[length];
        Func<double> next = initializer switch
        {
            Initializer.GlorotUniform => Uniform(6.0 / ((double)fanIn + fanOut)),
            Initializer.GlorotNormal => Normal(2.0 / ((double)fanIn + fanOut)),
            Initializer.HeUniform => Uniform(6.0 / fanIn),
            Initializer.HeNormal => Normal(2.0 / fanIn),
            Initializer.LecunUniform => Uniform(3.0 / fanIn),
            Initializer.LecunNormal => Normal(1.0 / fanIn),
            Initializer.Zeros => () => 0,
            _ => throw new ArgumentOutOfRangeException(
                nameof(initializer),
                $"Initializer {initializer} is unknown."
            ),
        };
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = next();
        }

        return Tensor.Create(values, shape);

        Func<double> Uniform(double square)
        {
            var limit = Math.Sqrt(square);
            return () => (2 * random.NextDouble() - 1) * limit;
        }

        Func<double> Normal(double variance)
        {
            // The deviation of a standard normal cut at 2, as Keras writes it.
            const double Cut = .87962566103423978;
            var deviation = Math.Sqrt(variance) / Cut;
            return () => random.NextTruncatedNormal() * deviation;
        }
    }
}
