namespace Mlp.Data;

/// <summary>Draws rows such that every class has its share. Source: scikit-learn's StratifiedShuffleSplit.</summary>
internal static class Stratified
{
    public static (int[] Train, int[] Test) Rows(
        int rows,
        int train,
        int test,
        int seed,
        Tensor stratify
    )
    {
        var members = Members(stratify, rows);
        if (train < members.Length || test < members.Length)
        {
            throw new ArgumentException(
                $"{train} rows to train and {test} to test cannot each hold all {members.Length} classes; "
                    + "give larger sizes, or do not stratify.",
                nameof(stratify)
            );
        }

        var random = new SeededRandom(seed, Streams.Split);
        var counts = Array.ConvertAll(members, rowsOfClass => rowsOfClass.Length);
        var trainCounts = Apportion(counts, train, random);
        int[] left = [.. counts.Zip(trainCounts, (all, taken) => all - taken)];
        var testCounts = Apportion(left, test, random);

        var (trainRows, testRows) = (new List<int>(train), new List<int>(test));
        for (var i = 0; i < members.Length; i++)
        {
            random.Shuffle<int>(members[i]);
            trainRows.AddRange(members[i].AsSpan(0, trainCounts[i]));
            testRows.AddRange(members[i].AsSpan(trainCounts[i], testCounts[i]));
        }

        int[][] sides =
        [
            [.. trainRows],
            [.. testRows],
        ];
        random.Shuffle<int>(sides[0]);
        random.Shuffle<int>(sides[1]);
        return (sides[0], sides[1]);
    }

    /// <summary>
    /// Draws of each class: its share counts * draws / total, rounded down, and the draws then missing one each to the
    /// classes with the largest remainders, equal ones by lot. In whole numbers, so equal remainders are equal.
    /// </summary>
    private static int[] Apportion(int[] counts, int draws, SeededRandom random)
    {
        var total = counts.Sum(count => (long)count);
        var shares = Array.ConvertAll(counts, count => (int)((long)count * draws / total));
        var classes = Enumerable.Range(0, counts.Length).ToArray();
        random.Shuffle<int>(classes);
        foreach (
            var i in classes
                .OrderByDescending(i => (long)counts[i] * draws % total)
                .Take(draws - shares.Sum())
        )
        {
            shares[i]++;
        }

        return shares;
    }

    // The rows of each class, classes in the order they first appear.
    private static int[][] Members(Tensor stratify, int rows)
    {
        if (stratify.Rank == 0 || stratify.Rows != rows)
        {
            throw new ArgumentException(
                $"stratify is {stratify} for {rows} rows; it needs one label for each.",
                nameof(stratify)
            );
        }

        var width = stratify.RowLength;
        int[][] members =
        [
            .. Enumerable
                .Range(0, rows)
                .GroupBy(row =>
                    string.Join(
                        ' ',
                        Enumerable
                            .Range(row * width, width)
                            .Select(i => BitConverter.DoubleToInt64Bits(stratify[i]))
                    )
                )
                .Select(group => group.ToArray()),
        ];
        var single = Array.FindIndex(members, rowsOfClass => rowsOfClass.Length < 2);
        return single < 0
            ? members
            : throw new ArgumentException(
                $"The class of row {members[single][0]} has no other row; stratifying needs at least 2 of each class.",
                nameof(stratify)
            );
    }
}
