namespace Mlp.TorchSharp;

/// <summary>How many rows go where.</summary>
internal static class SplitSizes
{
    // scikit-learn's share of test rows when nothing is asked for.
    private const double DefaultTest = 0.25;

    /// <inheritdoc cref="IOperations.TrainTestSplit"/>
    public static (int Train, int Test) TrainTest(
        int rows,
        SplitSize? testSize,
        SplitSize? trainSize
    )
    {
        if (testSize is null && trainSize is null)
        {
            testSize = DefaultTest;
        }

        var wantedTest = Rows(testSize, rows, Math.Ceiling);
        var wantedTrain = Rows(trainSize, rows, Math.Floor);
        var test = wantedTest ?? rows - wantedTrain!.Value;
        var train = wantedTrain ?? rows - test;
        var shares = (testSize?.Fraction ?? 0) + (trainSize?.Fraction ?? 0);
        return train >= 1 && test >= 1 && train + test <= rows && shares <= 1
            ? ((int)train, (int)test)
            : throw new ArgumentException(
                $"{rows} rows with a test size of {testSize?.ToString() ?? "the rest"} and a train size of "
                    + $"{trainSize?.ToString() ?? "the rest"} make {train} to train and {test} to test on; both need at "
                    + $"least 1, and together at most {rows}."
            );
    }

    /// <inheritdoc cref="IOperations.ValidationSplit"/>
    public static int Validation(int rows, double fraction)
    {
        var train = (int)Math.Floor(rows * (1.0 - fraction));
        return fraction is > 0 and < 1 && train >= 1 && train < rows
            ? train
            : throw new ArgumentException(
                $"A validation split of {fraction} of {rows} rows was given; it must lie between 0 and 1 and leave rows "
                    + "on both sides.",
                nameof(fraction)
            );
    }

    private static long? Rows(SplitSize? size, int rows, Func<double, double> round) =>
        size is not { } given ? null : given.Rows ?? (long)round(rows * given.Fraction!.Value);
}
