namespace Mlp;

/// <summary>After the last epoch, training accuracy lies at most 0.05 above validation accuracy.</summary>
internal static class AccuraciesClose
{
    public const string Name = "accuracies-close";

    private const double Close = 0.05;

    public static Finding? Look(Curves curves)
    {
        if (curves is not { Accuracy: { } accuracy, ValidationAccuracy: { } validation })
        {
            return null;
        }

        var gap = accuracy[^1] - validation[^1];
        var both = $"{Curves.Show(accuracy[^1])} and {Curves.Show(validation[^1])}";
        return gap <= Close
            ? new(Name, FindingKind.Good, $"Training and validation accuracy stay close, {both}.")
            : new(
                Name,
                FindingKind.Warning,
                $"Training accuracy lies {Curves.Show(gap)} above validation accuracy, {both}: the model knows its training rows better than others."
            );
    }
}
