using System.Globalization;

namespace Mlp;

/// <summary>The figures of a history that rules look at, one value an epoch.</summary>
/// <param name="Loss">Training loss.</param>
/// <param name="ValidationLoss">Null without validation.</param>
/// <param name="Accuracy">The first metric whose name contains <c>acc</c>; null without one.</param>
/// <param name="ValidationAccuracy">The same on validation rows.</param>
/// <param name="Baseline">Accuracy of always naming the largest class; null where it is not known.</param>
internal sealed record Curves(
    IReadOnlyList<double> Loss,
    IReadOnlyList<double>? ValidationLoss,
    IReadOnlyList<double>? Accuracy,
    IReadOnlyList<double>? ValidationAccuracy,
    double? Baseline
)
{
    private const string Prefix = "val_";

    /// <summary>Number of epochs.</summary>
    public int Epochs => Loss.Count;

    /// <summary>The curves of a history.</summary>
    public static Curves Of(History history, double? baseline)
    {
        var accuracy = history.Keys.FirstOrDefault(key =>
            !key.StartsWith(Prefix, StringComparison.Ordinal)
            && key.Contains("acc", StringComparison.OrdinalIgnoreCase)
        );
        return new(
            history["loss"],
            Find(Prefix + "loss"),
            accuracy is null ? null : Find(accuracy),
            accuracy is null ? null : Find(Prefix + accuracy),
            baseline
        );

        IReadOnlyList<double>? Find(string key) => history.Keys.Contains(key) ? history[key] : null;
    }

    /// <summary>A figure as it is told: three digits behind the point, more where it is small.</summary>
    public static string Show(double value) =>
        value.ToString(Math.Abs(value) is >= 0.1 or 0 ? "F3" : "G3", CultureInfo.InvariantCulture);

    /// <summary>Where the least value stands; the first of equals.</summary>
    public static int IndexOfLeast(IReadOnlyList<double> values)
    {
        var least = 0;
        for (var i = 1; i < values.Count; i++)
        {
            if (values[i] < values[least])
            {
                least = i;
            }
        }

        return least;
    }

    /// <summary>How far the straight line nearest to the last values falls over them; negative where it rises. At least 2 values.</summary>
    public static double Fall(IReadOnlyList<double> values, int last)
    {
        var (middle, start) = ((last - 1) / 2.0, values.Count - last);
        double product = 0,
            square = 0;
        for (var i = 0; i < last; i++)
        {
            product += (i - middle) * values[start + i];
            square += (i - middle) * (i - middle);
        }

        return -product / square * (last - 1);
    }
}
