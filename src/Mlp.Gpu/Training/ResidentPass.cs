using System.Numerics;
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
    private readonly DeviceArray<T>? values;
    private readonly DeviceArray<byte>? bytes;
    private readonly DeviceArray<int>? order;
    private readonly T[] scales;

    /// <summary>Brings the rows of a plan to the device.</summary>
    public ResidentPass(IDevice device, EpochPlan plan, Loss loss)
    {
        (Plan, this.loss) = (plan, loss);
        var rows = plan.Rows;
        (values, bytes) = rows.X is Tensor<byte> raw
            ? ((DeviceArray<T>?)null, DeviceArray<byte>.Of(device, raw.Values))
            : (DeviceArray<T>.Of(device, ((Tensor<T>)rows.X).Values), null);
        Labels = DeviceArray<T>.Of(device, ((Tensor<T>)rows.Y).Values);
        order = plan.Order is null ? null : new(device, rows.Count);
        scales = new T[rows.Count];
        Scales = new(device, rows.Count);
        Divisors = new double[plan.Steps];
        Metrics = MetricTable<T>.Of(
            device,
            [.. plan.Metrics.Select(watched => MetricCode.Of(watched.Metric))]
        );
        Figures = new(device, (long)rows.Count * (1 + plan.Metrics.Count));
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

    /// <summary>Makes order and scales anew, before a pass.</summary>
    public void Begin()
    {
        if (order is not null)
        {
            order.Write(Plan.Order);
        }

        for (var step = 0; step < Plan.Steps; step++)
        {
            var (first, end) = Places(step);
            Divisors[step] = Divisor(first, end);
            for (var place = first; place < end; place++)
            {
                scales[place] =
                    Divisors[step] == 0
                        ? T.Zero
                        : T.CreateTruncating(
                            double.CreateTruncating(Weight(place)) / Divisors[step]
                        );
            }
        }

        Scales.Write(scales);
        Begun = true;
    }

    /// <summary>The places of the rows of a step: the first, and the last, exclusive.</summary>
    public (int First, int End) Places(int step) =>
        (step * Plan.BatchSize, (int)Math.Min((step + 1L) * Plan.BatchSize, Plan.Rows.Count));

    /// <summary>Adds loss and metrics of steps to totals, row after row.</summary>
    public void Collect(int firstStep, int endStep, Totals totals)
    {
        var start = Places(firstStep).First;
        var width = 1 + Plan.Metrics.Count;
        var count = Places(endStep - 1).End - start;
        var figures = Figures.Read(count * width, (long)start * width);
        for (var step = firstStep; step < endStep; step++)
        {
            var (first, end) = Places(step);
            var sum = 0.0;
            for (var place = first; place < end; place++)
            {
                sum += double.CreateTruncating(Weight(place) * figures[(place - start) * width]);
            }

            totals.AddLoss(LossReduction.Value(sum, Divisors[step]), end - first);
            for (var i = 0; i < Plan.Metrics.Count; i++)
            {
                for (var place = first; place < end; place++)
                {
                    totals.AddMetric(
                        i,
                        double.CreateTruncating(figures[((place - start) * width) + 1 + i]),
                        Plan.Metrics[i].Weighted ? double.CreateTruncating(Weight(place)) : 1
                    );
                }
            }
        }
    }

    public void Dispose()
    {
        values?.Dispose();
        bytes?.Dispose();
        order?.Dispose();
        Labels.Dispose();
        Scales.Dispose();
        Metrics.Free();
        Figures.Dispose();
    }

    private int Row(int place) => Plan.Order is null ? place : Plan.Order[place];

    private T Weight(int place) =>
        Plan.Rows.Weights is Tensor<T> weights ? weights.Values[Row(place)] : T.One;

    private double Divisor(int first, int end)
    {
        var ignored = (loss as SparseCategoricalCrossentropy)?.IgnoreClass;
        var labels = ((Tensor<T>)Plan.Rows.Y).Values;
        var (count, weight) = (0, 0.0);
        for (var place = first; place < end; place++)
        {
            if (ignored is null || labels[Row(place)] != T.CreateTruncating(ignored.Value))
            {
                count++;
                weight += double.CreateTruncating(Weight(place));
            }
        }

        return LossReduction.Divisor(loss.Reduction, count, weight);
    }
}
