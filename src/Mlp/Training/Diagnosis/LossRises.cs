namespace Mlp;

/// <summary>The training loss of the last epoch lies above that of the first.</summary>
internal static class LossRises
{
    public const string Name = "loss-rises";

    public static Finding? Look(Curves curves) =>
        curves.Epochs > 1 && curves.Loss[^1] > curves.Loss[0]
            ? new(
                Name,
                FindingKind.Warning,
                $"Training loss rises, from {Curves.Show(curves.Loss[0])} to {Curves.Show(curves.Loss[^1])}: lower the learning rate."
            )
            : null;
}
