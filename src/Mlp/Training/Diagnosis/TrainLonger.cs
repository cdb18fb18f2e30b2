namespace Mlp;

/// <summary>
/// Validation loss still falls at the end: the line nearest to its last fifth (at least 3 epochs) falls by at least 0.5%, and its least
/// value lies in there. From 3 epochs.
/// </summary>
internal static class TrainLonger
{
    public const string Name = "train-longer";

    private const double Falling = 0.005;

    public static Finding? Look(Curves curves)
    {
        if (curves.ValidationLoss is not { Count: > 2 } loss)
        {
            return null;
        }

        var last = Math.Max(3, loss.Count / 5);
        return
            Curves.Fall(loss, last) >= Falling * Math.Abs(loss[^1])
            && Curves.IndexOfLeast(loss) >= loss.Count - last
            ? new(
                Name,
                FindingKind.Advice,
                $"Validation loss still falls at the last epoch, to {Curves.Show(loss[^1])}: train longer."
            )
            : null;
    }
}
