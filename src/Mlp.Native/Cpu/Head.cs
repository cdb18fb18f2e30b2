using System.Numerics;
using Mlp.Losses;

namespace Mlp.Native;

/// <summary>
/// What follows the last product, row by row: activation, loss, gradient and metrics in one pass. A softmax or sigmoid
/// output followed by its cross-entropy is computed from the logits.
/// </summary>
internal sealed unsafe class Head<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    private readonly Loss loss;
    private readonly LossRows<T> lossRows;
    private readonly ActivationRows<T> activation;
    private readonly bool fromLogits;
    private readonly bool isLinear;
    private AlignedArray<T>? columns;
    private double[] losses = [];
    private double[][] values = [];
    private IReadOnlyList<WatchedMetric> watched = [];
    private MetricRows<T>[] metrics = [];

    /// <summary>The head of a model whose last layer has that activation and that many outputs.</summary>
    public Head(Loss loss, Activation activation, int outputs)
    {
        this.loss = loss;
        fromLogits = FromLogits.Fuses(activation, loss);
        isLinear = activation is Activation.Linear;
        this.activation = ActivationRows<T>.Create<L>(activation, outputs);
        lossRows = LossRows<T>.Create<L>(loss, outputs, fromLogits);
        Sets = Lane<T>.Sets(outputs);
        Outputs = outputs;
    }

    private int Outputs { get; }

    private int Sets { get; }

    /// <summary>Whether <see cref="Column"/> does what <see cref="Rows"/> does: one linear output and a loss that takes columns.</summary>
    public bool TakesColumns => Outputs == 1 && isLinear && lossRows.TakesColumns;

    /// <summary>Makes room for the losses and metrics of that many rows.</summary>
    public void Resize(int rows, IReadOnlyList<WatchedMetric> watch)
    {
        // Apart, for what is allocated there is so at its entry.
        if (!ReferenceEquals(watch, watched) || rows != losses.Length)
        {
            MakeRoom(rows, watch);
        }
    }

    private void MakeRoom(int rows, IReadOnlyList<WatchedMetric> watch)
    {
        metrics = [.. watch.Select(w => MetricRows<T>.Create<L>(w.Metric, Outputs))];
        losses = new double[rows];
        columns = null;
        values = [.. watch.Select(_ => new double[rows])];
        watched = watch;
    }

    /// <summary>What the reduction divides the losses of a batch by.</summary>
    public double Divisor(in Batch<T> batch)
    {
        if (!lossRows.MayIgnore && batch.Weights == null)
        {
            return LossReduction.Divisor(loss.Reduction, batch.Rows, batch.Rows);
        }

        var (count, weight) = (0, 0.0);
        for (var row = 0; row < batch.Rows; row++)
        {
            if (!lossRows.Ignores(batch.Label(row)))
            {
                count++;
                weight += double.CreateTruncating(batch.Weight(row));
            }
        }

        return LossReduction.Divisor(loss.Reduction, count, weight);
    }

    /// <summary>Activates a row whose activation needs it whole, if the loss does not do so in passing.</summary>
    public void Activate(T* z, T* y, nint stride, int rows)
    {
        if (activation.NeedsWholeRows)
        {
            activation.Forward(z, y, stride, rows, Sets);
        }
    }

    /// <summary>Loss and metrics of rows, and with a divisor the gradient in z.</summary>
    /// <param name="batch">The rows they are of.</param>
    /// <param name="first">The first row.</param>
    /// <param name="end">The last row, exclusive.</param>
    /// <param name="z">Logits of all rows.</param>
    /// <param name="y">Outputs of all rows; written where the activation needs whole rows.</param>
    /// <param name="delta">The gradient in z of all rows; scratch without a divisor.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="divisor">What the loss is divided by; null for no gradient.</param>
    public void Rows(
        in Batch<T> batch,
        int first,
        int end,
        T* z,
        T* y,
        T* delta,
        nint stride,
        double? divisor
    )
    {
        for (var row = first; row < end; row++)
        {
            var at = row * stride;
            if (!(fromLogits && lossRows.GivesOutputs))
            {
                Activate(z + at, y + at, stride, 1);
            }

            var weight = batch.Weight(row);
            var scale = divisor is { } d ? Scale(weight, d) : T.Zero;
            var cost = lossRows.Row(
                (fromLogits ? z : y) + at,
                batch.Label(row),
                scale,
                divisor is null ? null : delta + at,
                (fromLogits ? y : delta) + at
            );
            if (divisor is not null && !fromLogits && !isLinear)
            {
                activation.Backward(z + at, y + at, delta + at, stride, 1, Sets);
            }

            losses[row] = double.CreateTruncating(weight * cost);
            for (var i = 0; i < metrics.Length; i++)
            {
                values[i][row] = metrics[i].Row(y + at, batch.Label(row));
            }
        }
    }

    /// <summary>Loss, metrics and gradient of the rows of a batch, of one linear output each.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="outputs">Their outputs, and beyond the last of them room for a set of lanes.</param>
    /// <param name="slopes">Where the gradient in them goes, up to a whole set of lanes.</param>
    /// <param name="divisor">What the loss is divided by.</param>
    public void Column(in Batch<T> batch, T* outputs, T* slopes, double divisor)
    {
        var length = Lane<T>.Padded(losses.Length);
        columns ??= new(3 * (long)length);
        var labels = columns.Pointer;
        var scales = labels + length;
        var costs = scales + length;
        var one = Scale(T.One, divisor);
        for (var row = 0; row < batch.Rows; row++)
        {
            labels[row] = *batch.Label(row);
            scales[row] = batch.Weights == null ? one : Scale(batch.Weight(row), divisor);
        }

        lossRows.Column(outputs, labels, scales, slopes, costs, batch.Rows);
        for (var row = 0; row < batch.Rows; row++)
        {
            losses[row] = double.CreateTruncating(batch.Weight(row) * costs[row]);
            for (var i = 0; i < metrics.Length; i++)
            {
                values[i][row] = metrics[i].Row(outputs + row, labels + row);
            }
        }
    }

    private static T Scale(T weight, double divisor) =>
        divisor == 0 ? T.Zero : T.CreateTruncating(double.CreateTruncating(weight) / divisor);

    /// <summary>Adds what <see cref="Rows"/> left for a batch to the totals, row after row.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="first">The place of its first row among all rows done.</param>
    /// <param name="divisor">What its loss is divided by.</param>
    /// <param name="totals">Where to.</param>
    public void Collect(in Batch<T> batch, int first, double divisor, Totals totals)
    {
        var sum = 0.0;
        for (var row = 0; row < batch.Rows; row++)
        {
            sum += losses[first + row];
        }

        totals.AddLoss(LossReduction.Value(sum, divisor), batch.Rows);
        for (var i = 0; i < metrics.Length; i++)
        {
            for (var row = 0; row < batch.Rows; row++)
            {
                totals.AddMetric(
                    i,
                    values[i][first + row],
                    watched[i].Weighted ? double.CreateTruncating(batch.Weight(row)) : 1
                );
            }
        }
    }
}
