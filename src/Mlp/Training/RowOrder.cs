namespace Mlp;

/// <summary>
/// In which order the rows of an epoch are trained. Data, made before training: every backend that is given the same order
/// trains the same rows in the same batches.
/// </summary>
public abstract class RowOrder
{
    /// <summary>The rows as they come: 0, 1, 2, ... in every epoch.</summary>
    public static RowOrder AsGiven { get; } = new Identity();

    /// <summary>
    /// Writes a permutation of 0 .. rows.Length - 1, the order of that epoch (from 0). Anything else is refused before the
    /// first step of the epoch, with an <see cref="ArgumentException"/>.
    /// </summary>
    public abstract void Fill(int epoch, Span<int> rows);

    private sealed class Identity : RowOrder
    {
        public override void Fill(int epoch, Span<int> rows)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = i;
            }
        }
    }
}
