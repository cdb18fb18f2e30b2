namespace Mlp;

/// <summary>
/// Validation is worse than training from the first epoch to the last: accuracy lower by more than 0.1, or, where there is no accuracy, loss
/// more than 1.5 times as large. A running mean is measured half an epoch earlier, so at first validation should be the better one.
/// </summary>
internal static class GapFromTheStart
{
    public const string Name = "gap-from-the-start";

    private const double Wide = 0.1;
    private const double Times = 1.5;

    public static Finding? Look(Curves curves)
    {
        var gap = curves switch
        {
            { Accuracy: { } accuracy, ValidationAccuracy: { } validation } => All(
                accuracy,
                validation,
                (a, v) => a - v > Wide
            )
                ? $"accuracy {Curves.Show(accuracy[0])} and {Curves.Show(validation[0])}"
                : null,
            { Accuracy: null, ValidationLoss: { } validation } => All(
                curves.Loss,
                validation,
                (l, v) => v > Times * l
            )
                ? $"loss {Curves.Show(curves.Loss[0])} and {Curves.Show(validation[0])}"
                : null,
            _ => null,
        };
        return gap is null
            ? null
            : new(
                Name,
                FindingKind.Warning,
                $"Validation is worse than training from the first epoch, {gap}: suspect rows of another kind, or prepared in another way.",
                0
            );
    }

    private static bool All(
        IReadOnlyList<double> training,
        IReadOnlyList<double> validation,
        Func<double, double, bool> worse
    ) => training.Zip(validation, worse).All(isWorse => isWorse);
}
