using Mlp.Losses;

namespace Mlp.Native;

internal sealed unsafe partial class TypedOperations<T, L>
{
    public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        var samples = new LossSamples(loss, labels, predictions, sampleWeight);
        var costs = samples.Costs(null);
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
        var gradient = new PaddedRows<T>(samples.Rows, samples.Width);
        samples.Costs(gradient);
        return gradient.ToTensor([.. predictions.Shape]);
    }

    // Labels, predictions and weights, paired as Keras pairs them.
    private sealed class LossSamples
    {
        private readonly LossRows<T> loss;
        private readonly PaddedRows<T> predictions;
        private readonly T[] labels;
        private readonly T[]? weights;
        private readonly int labelWidth;

        public LossSamples(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
        {
            // Vectors against vectors are one sample; against a column, one sample each.
            IsOneSample = predictions.Rank == 1 && labels.Rank == 1;
            Rows = IsOneSample ? 1 : predictions.Rows;
            Width = predictions.Length / Rows;
            this.loss = LossRows<T>.Create<L>(loss, Width);
            this.predictions = new(ValuesOf(predictions), Rows, Width);
            this.labels = ValuesOf(labels).ToArray();
            labelWidth = this.labels.Length / Rows;
            weights = sampleWeight is null ? null : ValuesOf(sampleWeight).ToArray();
            Divisor = DivisorOf(loss.Reduction);
        }

        public bool IsOneSample { get; }

        public int Rows { get; }

        public int Width { get; }

        public double Divisor { get; }

        // What each sample costs, with its weight; one sample with many weights costs each of them. Fills in the gradient if given.
        public double[] Costs(PaddedRows<T>? gradient)
        {
            var count = IsOneSample && weights is not null ? weights.Length : Rows;
            var costs = new double[count];
            var scratch = new PaddedRows<T>(1, Width);
            fixed (T* label = labels)
            {
                for (var row = 0; row < Rows; row++)
                {
                    var target = gradient is null ? null : gradient.At(row);
                    var cost = loss.Row(
                        predictions.At(row),
                        label + ((nint)row * labelWidth),
                        Scale(row),
                        target,
                        target == null ? scratch.Pointer : target
                    );
                    for (var i = row; i < (IsOneSample ? count : row + 1); i++)
                    {
                        costs[i] = double.CreateTruncating(cost * WeightAt(i));
                    }
                }
            }

            GC.KeepAlive(predictions);
            GC.KeepAlive(scratch);
            GC.KeepAlive(gradient);
            return costs;
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
            fixed (T* label = labels)
            {
                var many = IsOneSample && weights is not null ? weights.Length : Rows;
                for (var i = 0; i < many; i++)
                {
                    if (IsOneSample || !loss.Ignores(label + ((nint)i * labelWidth)))
                    {
                        count++;
                        weight += double.CreateTruncating(WeightAt(i));
                    }
                }
            }

            return LossReduction.Divisor(reduction, count, weight);
        }
    }
}
