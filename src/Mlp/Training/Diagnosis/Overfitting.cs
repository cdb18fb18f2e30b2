namespace Mlp;

/// <summary>
/// Validation loss turned: the mean of its last three epochs lies at least 2% above its least value, training loss fell on from there, and
/// so the gap between the two widens. From 4 epochs, the least value before the last three.
/// </summary>
internal static class Overfitting
{
    public const string Name = "overfitting";

    private const int Last = 3;
    private const double Turned = 1.02;

    public static Finding? Look(Curves curves)
    {
        if (curves.ValidationLoss is not { Count: > Last } loss)
        {
            return null;
        }

        var least = Curves.IndexOfLeast(loss);
        var end = loss.TakeLast(Last).Average();
        return
            least < loss.Count - Last
            && end >= loss[least] * Turned
            && curves.Loss[^1] < curves.Loss[least]
            ? new(
                Name,
                FindingKind.Warning,
                $"Overfitting: validation loss turned at epoch {least + 1}, from {Curves.Show(loss[least])} to {Curves.Show(loss[^1])}, "
                    + "while training loss falls on. Stop there (EarlyStopping gives back the best weights), or take more rows or a smaller net.",
                least
            )
            : null;
    }
}
