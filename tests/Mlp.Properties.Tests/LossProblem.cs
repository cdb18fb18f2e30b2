using CsCheck;
using Mlp.Losses;

namespace Mlp.Properties.Tests;

/// <summary>Labels and predictions for a loss, and how far a right implementation may be off, in units of the roundoff u.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Predictions"><c>[n, columns]</c>.</param>
internal sealed record LossProblem(Loss Loss, Tensor Labels, Tensor<double> Predictions)
{
    private double[] Row(int row) => Predictions.Values.Slice(row * Columns, Columns).ToArray();

    private bool Logits =>
        Loss
            is SparseCategoricalCrossentropy { FromLogits: true }
                or CategoricalCrossentropy { FromLogits: true }
                or BinaryCrossentropy { FromLogits: true };

    public int Rows => Predictions.Rows;

    public int Columns => Predictions.RowLength;

    /// <summary>The problem of some rows, in that order.</summary>
    public LossProblem Gather(params int[] rows) =>
        this with
        {
            Labels = Labels.Gather(rows),
            Predictions = Predictions.Gather(rows),
        };

    /// <summary>The same loss under another reduction.</summary>
    public Loss Under(Reduction reduction) => Loss with { Reduction = reduction };

    /// <summary>
    /// The loss of a row. Log-sum-exp is off by the spread of the logits and the logarithm of their number; a logarithm of p/sum p
    /// by itself and by a sum of C; a mean of k errors by k roundings and a few of each.
    /// </summary>
    public double LossError(int row)
    {
        var x = Row(row);
        return Loss switch
        {
            BinaryCrossentropy { FromLogits: true } => x.Average(v =>
                4 * (Math.Abs(v) + Math.Log(2) + 1)
            )
                + x.Length * x.Average(v => Math.Abs(v) + 1),
            BinaryCrossentropy => x.Average(p => 4 * (-Math.Log(Math.Min(p, 1 - p)) + 2))
                + x.Length * x.Average(p => -Math.Log(Math.Min(p, 1 - p))),
            MeanSquaredError => (x.Length + 4) * Errors(row).Average(d => d * d),
            MeanAbsoluteError => (x.Length + 3) * Errors(row).Average(Math.Abs),
            _ when Logits => 4 * (x.Max() - x.Min() + Math.Log(x.Length) + 1),
            _ => 4 * (-Math.Log(x.Min()) + x.Length),
        };
    }

    /// <summary>The largest a slope of a row may be, whatever its labels.</summary>
    public double LargestSlope(int row)
    {
        var x = Row(row);
        return Loss switch
        {
            BinaryCrossentropy { FromLogits: true } => 1.0 / x.Length,
            BinaryCrossentropy => x.Max(p => 1 / Math.Min(p, 1 - p)) / x.Length,
            MeanSquaredError => 2 * Errors(row).Max(Math.Abs) / x.Length,
            MeanAbsoluteError => 1.0 / x.Length,
            _ when Logits => 1,
            _ => 1 / x.Min() + 1,
        };
    }

    /// <summary>
    /// A slope of a row: that of softmax by the spread and the number of logits, twice as 1 - p may be summed from the others; one
    /// of probabilities by the sum of C; the others by a few roundings. Three more for weight, divisor and product.
    /// </summary>
    public double SlopeError(int row)
    {
        var x = Row(row);
        return LargestSlope(row)
            * (
                Loss switch
                {
                    BinaryCrossentropy { FromLogits: true } => 16,
                    BinaryCrossentropy or MeanSquaredError or MeanAbsoluteError => 8,
                    _ when Logits => 2 * (x.Max() - x.Min() + x.Length + 8) + 4,
                    _ => 2 * x.Length + 12,
                } + 3
            );
    }

    /// <summary>The largest third derivative of a row's loss, which is what a central difference is off by, times h^2/6.</summary>
    public double ThirdDerivative(int row)
    {
        var x = Row(row);
        return Loss switch
        {
            // |p (1 - p) (1 - 2p)| is at most 0.0963.
            BinaryCrossentropy { FromLogits: true } => 0.1 / x.Length,
            BinaryCrossentropy => x.Max(p => 2.2 / Math.Pow(Math.Min(p, 1 - p), 3)) / x.Length,
            MeanSquaredError or MeanAbsoluteError => 0,
            _ when Logits => 0.1,
            _ => 2.2 / Math.Pow(x.Min(), 3) + 2.2,
        };
    }

    private IEnumerable<double> Errors(int row) =>
        Row(row).Select((p, column) => p - Labels[row * Columns + column]);

    /// <summary>Any loss on any labels and predictions that are right for it.</summary>
    public static Gen<LossProblem> Any { get; } =
        from kind in Gen.Int[0, 7]
        from rows in Draws.Rows
        from columns in Draws.Columns
        from problem in Of(kind, rows, columns)
        select problem;

    /// <summary>Sparse crossentropy, of logits or probabilities.</summary>
    public static Gen<LossProblem> Sparse { get; } =
        from kind in Gen.Int[0, 1]
        from rows in Draws.Rows
        from columns in Draws.Columns
        from problem in Of(kind, rows, columns)
        select problem;

    /// <summary>One-hot rows of class labels.</summary>
    public static Tensor<double> OneHot(Tensor labels, int classes)
    {
        var rows = new double[labels.Length * classes];
        for (var row = 0; row < labels.Length; row++)
        {
            rows[row * classes + (int)labels[row]] = 1;
        }

        return Tensor.Create(rows, labels.Length, classes);
    }

    private static Gen<LossProblem> Of(int kind, int rows, int columns)
    {
        var reals = Draws.Matrix(rows, columns);
        var shares = Draws.Probabilities(rows, columns);
        var classes = Draws.Labels(rows, columns);
        var bits = Gen.Int[0, 1]
            .Array[rows * columns]
            .Select(values =>
                Tensor.Create(Array.ConvertAll(values, value => (double)value), rows, columns)
            );
        // Away from 0 and 1, where the clip begins.
        var chances = Gen.Int[8, 248]
            .Array[rows * columns]
            .Select(values =>
                Tensor.Create(Array.ConvertAll(values, value => value / 256.0), rows, columns)
            );
        return kind switch
        {
            0 => Gen.Select(
                classes,
                reals,
                (y, x) => Make(new SparseCategoricalCrossentropy(true), y, x)
            ),
            1 => Gen.Select(
                classes,
                shares,
                (y, x) => Make(new SparseCategoricalCrossentropy(), y, x)
            ),
            2 => Gen.Select(
                classes,
                reals,
                (y, x) => Make(new CategoricalCrossentropy(true), OneHot(y, columns), x)
            ),
            3 => Gen.Select(
                classes,
                shares,
                (y, x) => Make(new CategoricalCrossentropy(), OneHot(y, columns), x)
            ),
            4 => Gen.Select(bits, reals, (y, x) => Make(new BinaryCrossentropy(true), y, x)),
            5 => Gen.Select(bits, chances, (y, x) => Make(new BinaryCrossentropy(), y, x)),
            6 => Gen.Select(reals, reals, (y, x) => Make(new MeanSquaredError(), y, x)),
            _ => Gen.Select(reals, reals, (y, x) => Make(new MeanAbsoluteError(), y, x)),
        };
    }

    private static LossProblem Make(Loss loss, Tensor labels, Tensor<double> predictions) =>
        new(loss, labels, predictions);

    /// <summary>Everything it takes to write it down.</summary>
    public override string ToString() =>
        $"{Loss}, labels {Show(Labels)}, predictions {Show(Predictions)}";

    private static string Show(Tensor tensor) =>
        $"{Tensor.FormatShape(tensor.Shape)} {string.Join(' ', Enumerable.Range(0, tensor.Length).Select(i => FormattableString.Invariant($"{tensor[i]}")))}";
}
