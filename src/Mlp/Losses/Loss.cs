namespace Mlp.Losses;

/// <summary>A loss to minimise: what one sample costs, and how samples are reduced to one value.</summary>
/// <param name="Reduction">How per-sample losses become one value.</param>
public abstract record Loss(Reduction Reduction)
{
    private static readonly Dictionary<string, Func<Loss>> Known = new()
    {
        ["sparse_categorical_crossentropy"] = () => new SparseCategoricalCrossentropy(),
        ["categorical_crossentropy"] = () => new CategoricalCrossentropy(),
        ["binary_crossentropy"] = () => new BinaryCrossentropy(),
        ["mean_squared_error"] = () => new MeanSquaredError(),
        ["mse"] = () => new MeanSquaredError(),
        ["mean_absolute_error"] = () => new MeanAbsoluteError(),
        ["mae"] = () => new MeanAbsoluteError(),
    };

    /// <summary>The name as Keras writes it.</summary>
    public abstract string Name { get; }

    /// <summary>The loss of that Keras name, with default parameters.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message names the nearest known one.</exception>
    public static Loss Parse(string name) => Names.Find("loss", name, Known)();

    /// <inheritdoc cref="Parse"/>
    public static implicit operator Loss(string name) => Parse(name);

    private protected static double CheckSmoothing(double smoothing) =>
        smoothing is >= 0 and <= 1
            ? smoothing
            : throw new ArgumentOutOfRangeException(
                nameof(smoothing),
                $"Label smoothing {smoothing} was given; it must lie in 0 to 1."
            );
}
