namespace Mlp;

/// <summary>
/// The training loss falls from the first epoch to the last, and steeply at first: by at least as much in the first half as in the
/// second. From 3 epochs.
/// </summary>
internal static class LossFalls
{
    public const string Name = "loss-falls";

    public static Finding? Look(Curves curves)
    {
        var (first, middle, last) = (
            curves.Loss[0],
            curves.Loss[curves.Epochs / 2],
            curves.Loss[^1]
        );
        if (curves.Epochs < 3 || last >= first)
        {
            return null;
        }

        var fall = $"from {Curves.Show(first)} to {Curves.Show(last)}";
        return first - middle >= middle - last
            ? new(Name, FindingKind.Good, $"Training loss falls, steeply at first: {fall}.")
            : new(
                Name,
                FindingKind.Advice,
                $"Training loss falls, {fall}, but more in the second half than in the first: a higher learning rate may get there sooner."
            );
    }
}
