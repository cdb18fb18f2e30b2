namespace Mlp.Conformance.Truth;

/// <summary>How many rows go where, in double arithmetic as scikit-learn and Keras do it.</summary>
internal static class Splits
{
    /// <summary>n_test = ceil(n*test), n_train = floor(n*train), or what the other leaves; test 0.25 when neither is given.</summary>
    /// <exception cref="ArgumentException">A part would be empty, or both exceed the rows.</exception>
    public static (int Train, int Test) TrainTest(
        int rows,
        SplitSize? testSize,
        SplitSize? trainSize
    )
    {
        if (testSize is null && trainSize is null)
        {
            testSize = 0.25;
        }

        var test = testSize is { } t
            ? t.Rows ?? Math.Ceiling(rows * t.Fraction!.Value)
            : (double?)null;
        var train = trainSize is { } s
            ? s.Rows ?? Math.Floor(rows * s.Fraction!.Value)
            : (double?)null;
        var testRows = test ?? rows - train!.Value;
        var trainRows = train ?? rows - test!.Value;
        var beyondOne = testSize?.Fraction + trainSize?.Fraction > 1;
        if (trainRows < 1 || testRows < 1 || trainRows + testRows > rows || beyondOne)
        {
            throw new ArgumentException(
                $"{rows} rows were to be split with test size {testSize?.ToString() ?? "what is left"} and train size "
                    + $"{trainSize?.ToString() ?? "what is left"}: {trainRows} to train and {testRows} to test; "
                    + "both need at least one row, and together no more than there are.",
                nameof(testSize)
            );
        }

        return ((int)trainRows, (int)testRows);
    }

    /// <summary>floor(rows * (1.0 - fraction)) rows train, the last ones validate.</summary>
    /// <exception cref="ArgumentException">A part would be empty.</exception>
    public static int Validation(int rows, double fraction)
    {
        var train = Math.Floor(rows * (1.0 - fraction));
        return train >= 1 && train < rows
            ? (int)train
            : throw new ArgumentException(
                $"A validation split of {fraction} leaves {train} of {rows} rows to train; both parts need at least one row.",
                nameof(fraction)
            );
    }
}
