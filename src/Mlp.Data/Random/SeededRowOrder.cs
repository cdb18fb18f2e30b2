namespace Mlp.Data;

/// <summary>
/// A random order for each epoch, from a seed: the same on every machine, whatever order the epochs are asked in. Every
/// order is equally likely.
/// </summary>
/// <param name="seed">Any number.</param>
public sealed class SeededRowOrder(int seed) : RowOrder
{
    /// <inheritdoc/>
    public override void Fill(int epoch, Span<int> rows)
    {
        AsGiven.Fill(epoch, rows);
        new SeededRandom(seed, Streams.RowOrder, epoch).Shuffle(rows);
    }
}
