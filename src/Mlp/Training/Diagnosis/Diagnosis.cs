using System.Text;

namespace Mlp;

/// <summary>
/// What a history says in plain words: the signs of good training, and what to do where one is missing. Each rule is a definition of
/// its own (docs/diagnosis.md); it looks at figures alone.
/// </summary>
/// <param name="Findings">What the rules saw, in their order.</param>
public sealed record Diagnosis(IReadOnlyList<Finding> Findings)
{
    // Every rule, in the order in which a reader wants them.
    private static readonly (string Name, Func<Curves, Finding?> Look)[] Known =
    [
        (LossNotFinite.Name, LossNotFinite.Look),
        (LossRises.Name, LossRises.Look),
        (LossFalls.Name, LossFalls.Look),
        (ValidationAccuracyRises.Name, ValidationAccuracyRises.Look),
        (AccuraciesClose.Name, AccuraciesClose.Look),
        (AboveBaseline.Name, AboveBaseline.Look),
        (Overfitting.Name, Overfitting.Look),
        (TrainLonger.Name, TrainLonger.Look),
        (ReadTheLoss.Name, ReadTheLoss.Look),
        (GapFromTheStart.Name, GapFromTheStart.Look),
    ];

    /// <summary>Names of the rules, in their order.</summary>
    public static IReadOnlyList<string> Rules { get; } = [.. Known.Select(rule => rule.Name)];

    /// <summary>One finding a line, behind a sign of its kind.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var finding in Findings)
        {
            var sign = finding.Kind switch
            {
                FindingKind.Good => "+",
                FindingKind.Warning => "!",
                _ => "-",
            };
            text.Append(sign).Append(' ').Append(finding.Text).Append('\n');
        }

        return text.ToString();
    }

    internal static Diagnosis Of(History history, double? baseline)
    {
        if (baseline is not (null or (>= 0 and <= 1)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(baseline),
                $"A baseline of {baseline} was given; it is a share of rows, 0 to 1."
            );
        }

        if (history.Epochs.Count == 0)
        {
            return new([]);
        }

        var curves = Curves.Of(history, baseline);

        // Of figures that are no numbers, the other rules have nothing to say.
        return LossNotFinite.Look(curves) is { } diverged
            ? new([diverged])
            : new([.. Known.Select(rule => rule.Look(curves)).OfType<Finding>()]);
    }
}
