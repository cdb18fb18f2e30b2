using Mlp.Losses;
using Mlp.Native;

namespace Mlp.Gpu;

internal sealed partial class GpuOperations<T>
{
    public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        var samples = new LossSamples(loss, labels, predictions, sampleWeight);
        var costs = samples.Costs(Kernels, gradient: null);
        if (loss.Reduction == Reduction.None)
        {
            int[] shape =
                sampleWeight is not null ? [.. sampleWeight.Shape]
                : samples.IsOneSample ? []
                : [samples.Rows];
            return Round(costs, shape);
        }

        return Scalar(LossReduction.Value(costs.Sum(), samples.Divisor));
    }

    public Tensor LossGradient(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        var samples = new LossSamples(loss, labels, predictions, sampleWeight);
        using var gradient = new DeviceArray<T>(Device, predictions.Length);
        samples.Costs(Kernels, gradient);
        return ToTensor(gradient, [.. predictions.Shape]);
    }

    // Labels, predictions and weights, paired as Keras pairs them.
    private sealed class LossSamples
    {
        private readonly LossCode code;
        private readonly T[] predictions;
        private readonly T[] labels;
        private readonly T[]? weights;
        private readonly int labelWidth;

        public LossSamples(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
        {
            // Vectors against vectors are one sample; against a column, one sample each.
            IsOneSample = predictions.Rank == 1 && labels.Rank == 1;
            Rows = IsOneSample ? 1 : predictions.Rows;
            Width = predictions.Length / Rows;
            code = LossCode.Of(loss, Width);
            this.predictions = ValuesOf(predictions).ToArray();
            this.labels = ValuesOf(labels).ToArray();
            labelWidth = this.labels.Length / Rows;
            weights = sampleWeight is null ? null : ValuesOf(sampleWeight).ToArray();
            Divisor = DivisorOf(loss.Reduction);
        }

        public bool IsOneSample { get; }

        public int Rows { get; }

        public int Width { get; }

        public double Divisor { get; }

        // One sample with many weights costs each of them.
        private int Count => IsOneSample && weights is not null ? weights.Length : Rows;

        // What each sample costs, with its weight. Fills in the gradient if given.
        public double[] Costs(KernelSet<T> kernels, DeviceArray<T>? gradient)
        {
            var device = kernels.Device;
            using var given = DeviceArray<T>.Of(device, predictions);
            using var truth = DeviceArray<T>.Of(device, labels);
            using var figures = new DeviceArray<T>(device, Rows);
            using var scales = gradient is null
                ? null
                : DeviceArray<T>.Of(device, [.. Enumerable.Range(0, Rows).Select(Scale)]);
            var x = DeviceMatrix<T>.Plain(given, Width);
            kernels.Head(
                new()
                {
                    Z = x,
                    Y = x,
                    Rows = Rows,
                    Outputs = Width,
                    Activation = new(ActivationKind.Linear),
                    Loss = code,
                    Labels = truth,
                    LabelWidth = labelWidth,
                    Scales = scales,
                    Delta = gradient,
                    Figures = figures,
                }
            );
            var costs = figures.Read(Rows);
            return
            [
                .. Enumerable
                    .Range(0, Count)
                    .Select(i => double.CreateTruncating(costs[IsOneSample ? 0 : i] * WeightAt(i))),
            ];
        }

        private T WeightAt(int i) => weights is null ? T.One : weights[i];

        private T Scale(int row)
        {
            var weight =
                IsOneSample && weights is not null
                    ? weights.Sum(double.CreateTruncating)
                    : double.CreateTruncating(WeightAt(row));
            return Divisor == 0 ? T.Zero : T.CreateTruncating(weight / Divisor);
        }

        private double DivisorOf(Reduction reduction)
        {
            var (count, weight) = (0, 0.0);
            for (var i = 0; i < Count; i++)
            {
                if (
                    code.Ignored is not { } ignored
                    || labels[i * labelWidth] != T.CreateTruncating(ignored)
                )
                {
                    count++;
                    weight += double.CreateTruncating(WeightAt(i));
                }
            }

            return LossReduction.Divisor(reduction, count, weight);
        }
    }
}
