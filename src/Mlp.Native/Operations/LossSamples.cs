using System.Numerics;
using Mlp.Losses;

namespace Mlp.Native;

/// <summary>Labels, predictions and weights, paired as Keras pairs them; and what becomes of the cost of each sample.</summary>
internal sealed class LossSamples<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Reduction reduction;
    private readonly T? ignored;
    private readonly Tensor<T> predictions;
    private readonly Tensor<T> labels;
    private readonly T[]? weights;
    private readonly int[] shape;

    /// <summary>Pairs what has been checked.</summary>
    public LossSamples(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        // Vectors against vectors are one sample; against a column, one sample each.
        IsOneSample = predictions.Rank == 1 && labels.Rank == 1;
        Rows = IsOneSample ? 1 : predictions.Rows;
        Width = predictions.Length / Rows;
        this.predictions = (Tensor<T>)predictions.To(Values<T>.Precision);
        this.labels = (Tensor<T>)labels.To(Values<T>.Precision);
        LabelWidth = labels.Length / Rows;
        weights = sampleWeight is null ? null : Values<T>.Of(sampleWeight).ToArray();
        shape =
            sampleWeight is not null ? [.. sampleWeight.Shape]
            : IsOneSample ? []
            : [Rows];
        reduction = loss.Reduction;
        ignored = loss is SparseCategoricalCrossentropy { IgnoreClass: { } label }
            ? T.CreateTruncating(label)
            : null;
        Divisor = DivisorOf();
    }

    /// <summary>Whether all values are one sample.</summary>
    public bool IsOneSample { get; }

    /// <summary>Samples.</summary>
    public int Rows { get; }

    /// <summary>Predictions of a sample.</summary>
    public int Width { get; }

    /// <summary>Labels of a sample.</summary>
    public int LabelWidth { get; }

    /// <summary>Predictions, <c>[rows, width]</c>.</summary>
    public ReadOnlySpan<T> Predictions => predictions.Values;

    /// <summary>Labels, <c>[rows, label width]</c>.</summary>
    public ReadOnlySpan<T> Labels => labels.Values;

    /// <summary>What the sum is divided by.</summary>
    public double Divisor { get; }

    // One sample with many weights costs each of them.
    private int Count => IsOneSample && weights is not null ? weights.Length : Rows;

    /// <summary>What the gradient of a sample's cost is multiplied by: its weight over the divisor.</summary>
    public T Scale(int row)
    {
        var weight =
            IsOneSample && weights is not null
                ? weights.Sum(double.CreateTruncating)
                : double.CreateTruncating(WeightAt(row));
        return Divisor == 0 ? T.Zero : T.CreateTruncating(weight / Divisor);
    }

    /// <summary>The loss, of what each sample costs without its weight.</summary>
    public Tensor Loss(ReadOnlySpan<T> costs)
    {
        var weighted = new double[Count];
        for (var i = 0; i < weighted.Length; i++)
        {
            weighted[i] = double.CreateTruncating(costs[IsOneSample ? 0 : i] * WeightAt(i));
        }

        return reduction == Reduction.None
            ? Values<T>.Round(weighted, shape)
            : Values<T>.Scalar(LossReduction.Value(weighted.Sum(), Divisor));
    }

    private T WeightAt(int i) => weights is null ? T.One : weights[i];

    private double DivisorOf()
    {
        var (count, weight) = (0, 0.0);
        var values = Labels;
        for (var i = 0; i < Count; i++)
        {
            if (IsOneSample || ignored is null || values[i * LabelWidth] != ignored)
            {
                count++;
                weight += double.CreateTruncating(WeightAt(i));
            }
        }

        return LossReduction.Divisor(reduction, count, weight);
    }
}
