using System.Globalization;

namespace Mlp.Conformance;

/// <summary>
/// One of several parts that a run is cut into. Sorted by family and id, the cases are dealt out one after another, so that parts, and
/// their shares of every family, differ by at most one case, and the same cases are always cut the same way, whatever the order
/// in which they come.
/// </summary>
public sealed record Shard
{
    // More than there are cases to share out, and few enough to be told apart in a message.
    private const int Most = 100_000;

    /// <summary>Part <paramref name="index"/> of <paramref name="count"/>.</summary>
    /// <param name="index">From 1.</param>
    /// <param name="count">How many there are.</param>
    /// <exception cref="ArgumentException">There is no such part.</exception>
    public Shard(int index, int count)
    {
        if (count is < 1 or > Most || index < 1 || index > count)
        {
            throw new ArgumentException(
                $"There is no shard {index}/{count}: shards are 1/N to N/N, N from 1 to {Most}."
            );
        }

        (Index, Count) = (index, count);
    }

    /// <summary>Which part, from 1.</summary>
    public int Index { get; }

    /// <summary>How many parts there are.</summary>
    public int Count { get; }

    /// <summary>The part that is written <c>3/8</c>.</summary>
    /// <exception cref="ArgumentException">It is written otherwise, or there is no such part.</exception>
    public static Shard Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return
            text.Split('/') is [var index, var count]
            && Whole(index, out var i)
            && Whole(count, out var n)
            ? new(i, n)
            : throw new ArgumentException(
                $"'{text}' is no shard; shards are written I/N, as in 3/8, and counted from 1."
            );
    }

    /// <summary>The cases of this part, in the order in which they were given.</summary>
    public IReadOnlyList<Case> Of(IReadOnlyList<Case> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var mine = cases
            .OrderBy(value => value.Family, StringComparer.Ordinal)
            .ThenBy(value => value.Id, StringComparer.Ordinal)
            .Where((_, position) => position % Count == Index - 1)
            .Select(value => value.Id)
            .ToHashSet(StringComparer.Ordinal);
        return [.. cases.Where(value => mine.Contains(value.Id))];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Index}/{Count}";

    private static bool Whole(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
