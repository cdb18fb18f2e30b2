using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Mlp.Losses;
using Mlp.Native;

namespace Mlp.Gpu;

/// <summary>
/// The rows of a plan on the device, and what the host makes of them for each pass: their order, and the scale of each row,
/// its weight over what the loss of its batch is divided by.
/// </summary>
internal sealed class ResidentPass<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Loss loss;
    private readonly T? ignored;
    private readonly DeviceArray<T>? values;
    private readonly DeviceArray<byte>? bytes;
    private readonly DeviceArray<int>? order;
    private readonly HostArray<int>? newOrder;
    private readonly HostArray<T> newScales;
    private readonly HostArray<T> figures;

    // Figures of a row: its loss, and its metrics.
    private readonly int width;

    /// <summary>Brings the rows of a plan to the device.</summary>
    public ResidentPass(IDevice device, EpochPlan plan, Loss loss)
    {
        (Plan, this.loss) = (plan, loss);
        ignored = loss is SparseCategoricalCrossentropy { IgnoreClass: { } label }
            ? T.CreateTruncating(label)
            : null;
        try
        {
            var rows = plan.Rows;
            (values, bytes) = rows.X is Tensor<byte> raw
                ? ((DeviceArray<T>?)null, DeviceArray<byte>.Of(device, raw.Values))
                : (DeviceArray<T>.Of(device, ((Tensor<T>)rows.X).Values), null);
            Labels = DeviceArray<T>.Of(device, ((Tensor<T>)rows.Y).Values);
            if (plan.Order is not null)
            {
                (order, newOrder) = (new(device, rows.Count), new(device, rows.Count));
            }

            newScales = new(device, rows.Count);
            Scales = new(device, rows.Count);
            Divisors = new double[plan.Steps];
            Metrics = MetricTable<T>.Of(
                device,
                [.. plan.Metrics.Select(watched => MetricCode.Of(watched.Metric))]
            );
            width = 1 + plan.Metrics.Count;
            figures = new(device, checked(rows.Count * width));
            Figures = new(device, rows.Count * width);
        }
        catch
        {
            // Of a data set that does not fit all is freed, so that one that does takes its place.
            Dispose();
            throw;
        }
    }

    /// <summary>The plan.</summary>
    public EpochPlan Plan { get; }

    /// <summary>Inputs, in their order.</summary>
    public RowSource<T> Source => new(values, bytes, order);

    /// <summary>Labels of all rows.</summary>
    public DeviceArray<T> Labels { get; }

    /// <summary>The scale of the row at each place.</summary>
    public DeviceArray<T> Scales { get; }

    /// <summary>What the loss of each batch is divided by.</summary>
    public double[] Divisors { get; }

    /// <summary>What to watch.</summary>
    public MetricTable<T> Metrics { get; }

    /// <summary>Loss and metrics of the row at each place.</summary>
    public DeviceArray<T> Figures { get; }

    /// <summary>Whether order and scales have been made.</summary>
    public bool Begun { get; private set; }

    /// <summary>Brings the order of a pass before it, and its scales, where they may be others than those of the last.</summary>
    public void Begin()
    {
        if (newOrder is not null)
        {
            Plan.Order.CopyTo(newOrder.Values);
            order!.Send(newOrder);
        }

        // Where all rows count alike, every pass has the same.
        if (Begun && Weights.IsEmpty && ignored is null)
        {
            return;
        }

        var scales = newScales.Values;
        for (var step = 0; step < Plan.Steps; step++)
        {
            var (first, end) = Places(step);
            var divisor = Divisors[step] = Divisor(first, end);
            if (divisor == 0 || Weights.IsEmpty)
            {
                var scale = divisor == 0 ? T.Zero : T.CreateTruncating(1 / divisor);
                scales[first..end].Fill(scale);
                continue;
            }

            var weights = Weights;
            for (var place = first; place < end; place++)
            {
                scales[place] = T.CreateTruncating(
                    double.CreateTruncating(weights[Row(place)]) / divisor
                );
            }
        }

        Scales.Send(newScales);
        Begun = true;
    }

    /// <summary>The places of the rows of a step: the first, and the last, exclusive.</summary>
    public (int First, int End) Places(int step) =>
        (step * Plan.BatchSize, (int)Math.Min((step + 1L) * Plan.BatchSize, Plan.Rows.Count));

    /// <summary>Waits for loss and metrics of the rows of steps.</summary>
    public void Read(int firstStep, int endStep)
    {
        var (first, end) = Places(firstStep, endStep);
        Figures.Read(figures.Values[(first * width)..(end * width)], (long)first * width);
    }

    /// <summary>Adds what has been read of steps to totals, row after row.</summary>
    public void AddTo(Totals totals, int firstStep, int endStep)
    {
        var values = figures.Values;
        var weights = Weights;
        for (var step = firstStep; step < endStep; step++)
        {
            var (first, end) = Places(step);
            var sum = 0.0;
            for (var place = first; place < end; place++)
            {
                var figure = values[place * width];
                sum += Wide(weights.IsEmpty ? figure : weights[Row(place)] * figure);
            }

            totals.AddLoss(LossReduction.Value(sum, Divisors[step]), end - first);
        }

        var (start, stop) = Places(firstStep, endStep);
        for (var i = 0; i < Plan.Metrics.Count; i++)
        {
            var weighs = Plan.Metrics[i].Weighted && !weights.IsEmpty;
            // In registers: a sum in memory waits for memory.
            var (total, weight) = totals.Metric(i);
            for (var place = start; place < stop; place++)
            {
                var rowWeight = weighs ? Wide(weights[Row(place)]) : 1;
                total += Wide(values[(place * width) + 1 + i]) * rowWeight;
                weight += rowWeight;
            }

            totals.Metric(i) = new(total, weight);
        }

        GC.KeepAlive(figures);
    }

    public void Dispose()
    {
        values?.Dispose();
        bytes?.Dispose();
        order?.Dispose();
        newOrder?.Dispose();
        newScales?.Dispose();
        figures?.Dispose();
        Labels?.Dispose();
        Scales?.Dispose();
        Metrics.Free();
        Figures?.Dispose();
    }

    // float32 to float64 as a vector: the scalar instruction waits for what its register held before, the value of the last row.
    private static double Wide(T value) =>
        typeof(T) == typeof(float)
            ? Vector128
                .WidenLower(Vector128.CreateScalar(Unsafe.BitCast<T, float>(value)))
                .ToScalar()
            : double.CreateTruncating(value);

    private (int First, int End) Places(int firstStep, int endStep) =>
        (Places(firstStep).First, Places(endStep - 1).End);

    // None where all rows weigh 1.
    private ReadOnlySpan<T> Weights => Plan.Rows.Weights is Tensor<T> weights ? weights.Values : [];

    private int Row(int place) => Plan.Order is null ? place : Plan.Order[place];

    private double Divisor(int first, int end)
    {
        var weights = Weights;
        if (ignored is null && weights.IsEmpty)
        {
            return LossReduction.Divisor(loss.Reduction, end - first, end - first);
        }

        var labels = ((Tensor<T>)Plan.Rows.Y).Values;
        var (count, weight) = (0, 0.0);
        for (var place = first; place < end; place++)
        {
            var row = Row(place);
            if (ignored is null || labels[row] != ignored)
            {
                count++;
                weight += weights.IsEmpty ? 1 : double.CreateTruncating(weights[row]);
            }
        }

        return LossReduction.Divisor(loss.Reduction, count, weight);
    }
}
