namespace Mlp.Data;

/// <summary>Which rows train, and which test or validate.</summary>
public static class Split
{
    /// <summary>
    /// How many rows train and how many test, n_train = floor(n * trainSize) and n_test = ceil(n * testSize), in double
    /// arithmetic; a size that is null is what the other leaves, and with none given a quarter tests. Both given may
    /// drop rows. Source: scikit-learn's train_test_split.
    /// </summary>
    /// <param name="rows">Rows to split.</param>
    /// <param name="testSize">Share or count of test rows.</param>
    /// <param name="trainSize">Share or count of training rows.</param>
    /// <exception cref="ArgumentException">No row would be left to train or test on, or the sizes exceed the rows.</exception>
    public static (int Train, int Test) TrainTest(
        int rows,
        SplitSize? testSize,
        SplitSize? trainSize
    )
    {
        if (testSize?.Fraction + trainSize?.Fraction > 1)
        {
            throw new ArgumentException(
                $"A test share of {testSize} and a training share of {trainSize} were given; together they must not exceed 1.",
                nameof(testSize)
            );
        }

        if (testSize is null && trainSize is null)
        {
            testSize = 0.25;
        }

        int? test = testSize?.Rows ?? Share(testSize, Math.Ceiling);
        int? train = trainSize?.Rows ?? Share(trainSize, Math.Floor);
        var (nTrain, nTest) = (train ?? rows - test!.Value, test ?? rows - train!.Value);
        if (nTrain < 1 || nTest < 1 || nTrain > rows - nTest)
        {
            throw new ArgumentException(
                $"{rows} rows with test size {Name(testSize)} and training size {Name(trainSize)} make {nTrain} rows to "
                    + $"train and {nTest} to test; both need at least 1, and together at most {rows}.",
                nameof(rows)
            );
        }

        return (nTrain, nTest);

        int? Share(SplitSize? size, Func<double, double> round) =>
            size?.Fraction is { } share ? (int)round(rows * share) : null;

        static string Name(SplitSize? size) => size?.ToString() ?? "not given";
    }

    /// <summary>
    /// How many rows train under <see cref="FitSpec.ValidationSplit"/>: floor(rows * (1.0 - fraction)), in double
    /// arithmetic; the last rows validate. Source: Keras' train_validation_split.
    /// </summary>
    /// <param name="rows">Rows to split.</param>
    /// <param name="fraction">Share of the rows to validate on.</param>
    /// <exception cref="ArgumentException">One side would be empty, or the share lies outside 0 to 1.</exception>
    public static int Validation(int rows, double fraction)
    {
        if (!(fraction is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(fraction),
                $"A validation share of {fraction} was given; it must lie between 0 and 1."
            );
        }

        var train = (int)Math.Floor(rows * (1.0 - fraction));
        return train >= 1 && train < rows
            ? train
            : throw new ArgumentException(
                $"A validation share of {fraction} leaves {train} of {rows} rows to train on; "
                    + "both sides need at least 1: give more rows or another share.",
                nameof(rows)
            );
    }

    /// <summary>
    /// Rows to train and to test on, by their numbers. Unshuffled, the first rows train and the next test; otherwise a
    /// seeded random choice in random order. Source of the rules: scikit-learn's train_test_split; the numbers drawn are ours.
    /// </summary>
    /// <param name="rows">Rows to split.</param>
    /// <param name="testSize">Share or count of test rows; see <see cref="TrainTest"/>.</param>
    /// <param name="trainSize">Share or count of training rows.</param>
    /// <param name="shuffle">Draw the rows at random.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="stratify">
    /// Labels of all rows: both sides then hold every class in its share of the whole, rounded by largest remainder, ties
    /// drawn by lot.
    /// </param>
    /// <exception cref="ArgumentException">
    /// As <see cref="TrainTest"/>; or stratified without shuffling, with other than one label a row, with a class of a single
    /// row, or with a side smaller than the number of classes.
    /// </exception>
    public static (int[] Train, int[] Test) TrainTestRows(
        int rows,
        SplitSize? testSize = null,
        SplitSize? trainSize = null,
        bool shuffle = true,
        int seed = 0,
        Tensor? stratify = null
    )
    {
        var (train, test) = TrainTest(rows, testSize, trainSize);
        if (stratify is not null)
        {
            return shuffle
                ? Stratified.Rows(rows, train, test, seed, stratify)
                : throw new ArgumentException(
                    "A stratified split is drawn at random; leave stratify out, or shuffle.",
                    nameof(shuffle)
                );
        }

        int[] order = [.. Enumerable.Range(0, rows)];
        if (shuffle)
        {
            new SeededRandom(seed, Streams.Split).Shuffle<int>(order);
        }

        return (order[..train], order[train..(train + test)]);
    }

    /// <summary>Samples to train and to test on.</summary>
    /// <inheritdoc cref="TrainTestRows"/>
    public static (Samples Train, Samples Test) TrainTestSplit(
        Samples samples,
        SplitSize? testSize = null,
        SplitSize? trainSize = null,
        bool shuffle = true,
        int seed = 0,
        Tensor? stratify = null
    )
    {
        ArgumentNullException.ThrowIfNull(samples);
        SameRows(samples.Y, samples.X, "y");
        SameRows(samples.SampleWeight ?? samples.X, samples.X, "sampleWeight");
        var (train, test) = TrainTestRows(
            samples.Rows,
            testSize,
            trainSize,
            shuffle,
            seed,
            stratify
        );
        return (samples.Gather(train), samples.Gather(test));
    }

    /// <summary>Inputs to train and to test on, then labels to train and to test on, as scikit-learn returns them.</summary>
    /// <inheritdoc cref="TrainTestRows"/>
    public static (Tensor XTrain, Tensor XTest, Tensor YTrain, Tensor YTest) TrainTestSplit(
        Tensor x,
        Tensor y,
        SplitSize? testSize = null,
        SplitSize? trainSize = null,
        bool shuffle = true,
        int seed = 0,
        Tensor? stratify = null
    )
    {
        var (train, test) = TrainTestSplit(
            new Samples(x, y),
            testSize,
            trainSize,
            shuffle,
            seed,
            stratify
        );
        return (train.X, test.X, train.Y, test.Y);
    }

    private static void SameRows(Tensor other, Tensor x, string argument)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(other, argument);
        if (x.Rank == 0 || other.Rank == 0 || other.Rows != x.Rows)
        {
            throw new ArgumentException(
                $"{argument} is {other} and x is {x}; both need the same number of rows.",
                argument
            );
        }
    }
}
