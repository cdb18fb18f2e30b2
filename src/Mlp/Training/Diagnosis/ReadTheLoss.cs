namespace Mlp;

/// <summary>
/// Over the last third (at least 3 epochs) the line nearest to training loss falls by at least 5%, that nearest to training accuracy moves by
/// less than 0.005: accuracy saturates, and the loss tells more. From 3 epochs.
/// </summary>
internal static class ReadTheLoss
{
    public const string Name = "read-the-loss";

    private const double Falling = 0.05;
    private const double Still = 0.005;

    public static Finding? Look(Curves curves)
    {
        if (curves.Epochs < 3 || curves.Accuracy is not { } accuracy)
        {
            return null;
        }

        var last = Math.Max(3, curves.Epochs / 3);
        return
            Curves.Fall(curves.Loss, last) >= Falling * Math.Abs(curves.Loss[^1])
            && Math.Abs(Curves.Fall(accuracy, last)) < Still
            ? new(
                Name,
                FindingKind.Advice,
                $"Accuracy stands still at {Curves.Show(accuracy[^1])} while the loss falls on, to {Curves.Show(curves.Loss[^1])}: read the loss."
            )
            : null;
    }
}
