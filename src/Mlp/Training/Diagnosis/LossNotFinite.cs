namespace Mlp;

/// <summary>A loss, of training or validation, that is NaN or infinite: training diverged.</summary>
internal static class LossNotFinite
{
    public const string Name = "loss-not-finite";

    public static Finding? Look(Curves curves)
    {
        for (var epoch = 0; epoch < curves.Epochs; epoch++)
        {
            if (
                !double.IsFinite(curves.Loss[epoch])
                || !double.IsFinite(curves.ValidationLoss?[epoch] ?? 0)
            )
            {
                return new(
                    Name,
                    FindingKind.Warning,
                    $"The loss is not finite from epoch {epoch + 1}: training diverged. Lower the learning rate, ten times to begin with.",
                    epoch
                );
            }
        }

        return null;
    }
}
