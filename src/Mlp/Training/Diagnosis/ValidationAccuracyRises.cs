namespace Mlp;

/// <summary>The validation accuracy of the last epoch lies above that of the first. From 2 epochs.</summary>
internal static class ValidationAccuracyRises
{
    public const string Name = "validation-accuracy-rises";

    public static Finding? Look(Curves curves)
    {
        if (curves.ValidationAccuracy is not { Count: > 1 } accuracy)
        {
            return null;
        }

        var change = $"from {Curves.Show(accuracy[0])} to {Curves.Show(accuracy[^1])}";
        return accuracy[^1] > accuracy[0]
            ? new(Name, FindingKind.Good, $"Validation accuracy rises, {change}.")
            : new(
                Name,
                FindingKind.Warning,
                $"Validation accuracy does not rise, {change}: the model learns nothing that holds for other rows."
            );
    }
}
