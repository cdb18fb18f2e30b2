namespace Mlp.Metrics;

/// <summary>
/// A figure watched while training. Its <see cref="Key"/> is the name in logs and history: the one given, as in Keras
/// (<c>"mae"</c> is logged as <c>mae</c>).
/// </summary>
public abstract record Metric
{
    private static readonly Dictionary<string, Func<Metric>> Known = new()
    {
        ["accuracy"] = () => new Accuracy(),
        ["acc"] = () => new Accuracy(),
        ["binary_accuracy"] = () => new BinaryAccuracy(),
        ["categorical_accuracy"] = () => new CategoricalAccuracy(),
        ["sparse_categorical_accuracy"] = () => new SparseCategoricalAccuracy(),
        ["top_k_categorical_accuracy"] = () => new TopKCategoricalAccuracy(),
        ["sparse_top_k_categorical_accuracy"] = () => new SparseTopKCategoricalAccuracy(),
        ["mean_squared_error"] = () => new MeanSquaredError(),
        ["mse"] = () => new MeanSquaredError(),
        ["mean_absolute_error"] = () => new MeanAbsoluteError(),
        ["mae"] = () => new MeanAbsoluteError(),
        ["root_mean_squared_error"] = () => new RootMeanSquaredError(),
    };

    private readonly string? key;

    // Only the records of this file: backends switch over all of them.
    private protected Metric() { }

    /// <summary>The name as Keras writes it.</summary>
    public abstract string Name { get; }

    /// <summary>The name in logs and history; <see cref="Name"/> unless another was given.</summary>
    public string Key
    {
        get => key ?? Name;
        init => key = value == Name ? null : value;
    }

    /// <summary>The metric of that Keras name, logged under the name as given.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message names the nearest known one.</exception>
    public static Metric Parse(string name) =>
        Names.Find("metric", name, Known)() with
        {
            Key = name,
        };

    /// <inheritdoc cref="Parse"/>
    public static implicit operator Metric(string name) => Parse(name);
}

/// <summary>
/// Accuracy of the kind that the shapes ask for, not the loss (Keras): predictions with last axis 1 binary; else labels of
/// lower rank, or with last axis 1, sparse; else categorical.
/// </summary>
public sealed record Accuracy : Metric
{
    /// <inheritdoc/>
    public override string Name => "accuracy";
}

/// <summary>Share of values where y equals (p &gt; Threshold), strictly; NaN counts as class 0.</summary>
/// <param name="Threshold">Above it, the prediction is class 1.</param>
public sealed record BinaryAccuracy(double Threshold = 0.5) : Metric
{
    /// <inheritdoc/>
    public override string Name => "binary_accuracy";
}

/// <summary>Share of rows where argmax y equals argmax p; the first of equal maxima, NaN above all.</summary>
public sealed record CategoricalAccuracy : Metric
{
    /// <inheritdoc/>
    public override string Name => "categorical_accuracy";
}

/// <summary>Share of rows where the integer label y equals argmax p; the first of equal maxima, NaN above all.</summary>
public sealed record SparseCategoricalAccuracy : Metric
{
    /// <inheritdoc/>
    public override string Name => "sparse_categorical_accuracy";
}

/// <summary>Share of rows where fewer than K predictions exceed that of class argmax y: ties count as hits. NaN exceeds all, and never hits.</summary>
/// <param name="K">Places to look at.</param>
public sealed record TopKCategoricalAccuracy(int K = 5) : Metric
{
    /// <inheritdoc/>
    public override string Name => "top_k_categorical_accuracy";
}

/// <summary>As <see cref="TopKCategoricalAccuracy"/>, for integer labels.</summary>
/// <param name="K">Places to look at.</param>
public sealed record SparseTopKCategoricalAccuracy(int K = 5) : Metric
{
    /// <inheritdoc/>
    public override string Name => "sparse_top_k_categorical_accuracy";
}

/// <summary>Mean over rows of the mean over outputs of (p - y)^2.</summary>
public sealed record MeanSquaredError : Metric
{
    /// <inheritdoc/>
    public override string Name => "mean_squared_error";
}

/// <summary>Mean over rows of the mean over outputs of |p - y|.</summary>
public sealed record MeanAbsoluteError : Metric
{
    /// <inheritdoc/>
    public override string Name => "mean_absolute_error";
}

/// <summary>The root of the running mean of (p - y)^2, not a mean of batch roots.</summary>
public sealed record RootMeanSquaredError : Metric
{
    /// <inheritdoc/>
    public override string Name => "root_mean_squared_error";
}
