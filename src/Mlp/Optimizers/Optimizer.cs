namespace Mlp.Optimizers;

/// <summary>
/// How gradients g move weights w at rate lr. In every step, in this order: gradients are clipped, weights decay
/// (w -= lr*WeightDecay*w, every variable, biases too), then the rule of the optimizer runs. At most one of the three
/// clippings may be given.
/// </summary>
public abstract record Optimizer
{
    private static readonly Dictionary<string, Func<Optimizer>> Known = new()
    {
        ["sgd"] = () => new Sgd(),
        ["adam"] = () => new Adam(),
        ["rmsprop"] = () => new RmsProp(),
    };

    private readonly double? weightDecay;
    private readonly double? clipNorm;
    private readonly double? globalClipNorm;
    private readonly double? clipValue;

    // Only Sgd, Adam and RmsProp: backends switch over all of them.
    private protected Optimizer(LearningRate learningRate) => LearningRate = learningRate;

    /// <summary>The name as Keras writes it.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Names of what is remembered from step to step, a value for every weight, all 0 at first: by the letters of the formula,
    /// <c>velocity</c> v or u, <c>first_moment</c> m, <c>second_moment</c> v, <c>mean_square</c> v, <c>mean_gradient</c> a.
    /// </summary>
    public abstract IReadOnlyList<string> Slots { get; }

    /// <summary>Rate of each step.</summary>
    public LearningRate LearningRate
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(LearningRate));
    }

    /// <summary>Share of lr*w taken off every weight before the step; null for none.</summary>
    public double? WeightDecay
    {
        get => weightDecay;
        init => weightDecay = Limit(value, nameof(WeightDecay), zero: true);
    }

    /// <summary>Scales each variable's gradient by limit / max(its norm, limit).</summary>
    public double? ClipNorm
    {
        get => clipNorm;
        init => clipNorm = Only(value, nameof(ClipNorm), globalClipNorm, clipValue);
    }

    /// <summary>Scales all gradients by limit / max(their common norm, limit).</summary>
    public double? GlobalClipNorm
    {
        get => globalClipNorm;
        init => globalClipNorm = Only(value, nameof(GlobalClipNorm), clipNorm, clipValue);
    }

    /// <summary>Clamps every gradient value to +-limit.</summary>
    public double? ClipValue
    {
        get => clipValue;
        init => clipValue = Only(value, nameof(ClipValue), clipNorm, globalClipNorm);
    }

    /// <summary>The optimizer of that Keras name, with default parameters.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message names the nearest known one.</exception>
    public static Optimizer Parse(string name) => Names.Find("optimizer", name, Known)();

    /// <inheritdoc cref="Parse"/>
    public static implicit operator Optimizer(string name) => Parse(name);

    private static double? Only(double? value, string name, params ReadOnlySpan<double?> others)
    {
        foreach (var other in others)
        {
            if (value is not null && other is not null)
            {
                throw new ArgumentException(
                    $"{name} was given beside another clipping; give only one of ClipNorm, GlobalClipNorm and ClipValue.",
                    name
                );
            }
        }

        return Limit(value, name, zero: false);
    }

    private protected static double NotNegative(double value, string name) =>
        Limit(value, name, zero: true)!.Value;

    private static double? Limit(double? value, string name, bool zero) =>
        value is null || (double.IsFinite(value.Value) && (value > 0 || (zero && value == 0)))
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                $"{name} {value} was given; it must be finite and {(zero ? "0 or more" : "positive")}."
            );

    private protected static double Share(double value, string name) =>
        value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                $"{name} {value} was given; it must lie in 0 to 1."
            );

    private protected static double BelowOne(double value, string name) =>
        value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(
                name,
                $"{name} {value} was given; it must be 0 or more and below 1."
            );
}
