namespace Mlp;

/// <summary>
/// Validation accuracy after the last epoch gains at least a tenth of what always naming the largest class leaves to gain:
/// (accuracy - baseline) / (1 - baseline) at least 0.1.
/// </summary>
internal static class AboveBaseline
{
    public const string Name = "above-baseline";

    private const double Reasonable = 0.1;

    public static Finding? Look(Curves curves)
    {
        if (curves is not { ValidationAccuracy: { } accuracy, Baseline: { } baseline and < 1 })
        {
            return null;
        }

        var both =
            $"{Curves.Show(accuracy[^1])} against {Curves.Show(baseline)} for always naming the largest class";
        return (accuracy[^1] - baseline) / (1 - baseline) >= Reasonable
            ? new(Name, FindingKind.Good, $"Validation accuracy is reasonable, {both}.")
            : new(
                Name,
                FindingKind.Warning,
                $"Validation accuracy is hardly better than guessing, {both}: see whether the columns can tell the classes apart, and try class weights."
            );
    }
}
