using System.Numerics;
using Mlp.Metrics;

namespace Mlp.Conformance.Truth;

/// <summary>A metric over batches: the figure of each sample, and its running mean.</summary>
/// <param name="metric">Which metric; any but <see cref="Accuracy"/>, which <see cref="Resolve"/> turns into one of three.</param>
internal sealed class Metrics<T>(Metric metric)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What accuracy means, by shapes: last axis 1 of the predictions binary; labels of lower rank or last axis 1 sparse; else categorical.</summary>
    public static Metric Resolve(
        Metric metric,
        IReadOnlyList<int> labels,
        IReadOnlyList<int> predictions
    ) =>
        metric is not Accuracy ? metric
        : predictions[^1] == 1 ? new BinaryAccuracy { Key = metric.Key }
        : labels.Count < predictions.Count || labels[^1] == 1
            ? new SparseCategoricalAccuracy { Key = metric.Key }
        : new CategoricalAccuracy { Key = metric.Key };

    /// <summary>The figure of each sample, <c>[n]</c>; of binary accuracy of each value, in the shape of the predictions; of the root mean squared error the squared errors.</summary>
    public Tensor<T> PerSample(Tensor labels, Tensor predictions)
    {
        var single = Single(labels, predictions);
        var samples = single ? 1 : predictions.Rows;
        var y = Matrix<T>.From(labels, samples);
        var p = Matrix<T>.From(predictions, samples);
        if (metric is BinaryAccuracy binary)
        {
            var threshold = T.CreateChecked(binary.Threshold);
            var hits = new T[p.Values.Length];
            for (var i = 0; i < hits.Length; i++)
            {
                hits[i] = Hit(y.Values[i] == (p.Values[i] > threshold ? T.One : T.Zero));
            }

            return Tensor.Create(hits, [.. predictions.Shape]);
        }

        var values = new T[samples];
        for (var sample = 0; sample < samples; sample++)
        {
            values[sample] = Value(y.Row(sample), p.Row(sample));
        }

        return Tensor.Create(values, single ? [] : [samples]);
    }

    /// <summary>Adds a batch to a running mean: each sample with its weight, 1 where none are given.</summary>
    public void Add<TMean>(
        RunningMean<TMean> mean,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight
    )
        where TMean : unmanaged, IFloatingPointIeee754<TMean>
    {
        var values = Matrix<TMean>.From(PerSample(labels, predictions));
        var weights = sampleWeight is null ? null : Numbers<TMean>.Read(sampleWeight);
        for (var i = 0; i < (weights?.Length ?? values.Rows); i++)
        {
            // One sample of n outputs (rank 1 against rank 1) is taken with each of n weights.
            var row = values.Row(values.Rows == 1 ? 0 : i);
            var sum = new Sum<TMean>();
            foreach (var value in row)
            {
                sum.Add(value);
            }

            mean.Add(
                sum.Value / TMean.CreateChecked(row.Length),
                weights is null ? TMean.One : weights[i]
            );
        }
    }

    /// <summary>The figure from the mean over samples.</summary>
    public TMean Result<TMean>(RunningMean<TMean> mean)
        where TMean : unmanaged, IFloatingPointIeee754<TMean> =>
        metric is RootMeanSquaredError ? TMean.Sqrt(mean.Value) : mean.Value;

    private T Value(ReadOnlySpan<T> y, ReadOnlySpan<T> p) =>
        metric switch
        {
            CategoricalAccuracy => Hit(ArgMax.Of(y) == ArgMax.Of(p)),
            SparseCategoricalAccuracy => Hit(y[0] == T.CreateChecked(ArgMax.Of(p))),
            TopKCategoricalAccuracy top => TopK<T>.Value(ArgMax.Of(y), top.K, p),
            SparseTopKCategoricalAccuracy top => TopK<T>.Value(Label(y[0]), top.K, p),
            MeanSquaredError or RootMeanSquaredError => new SquaredError<T>().Value(y, p),
            MeanAbsoluteError => new AbsoluteError<T>().Value(y, p),
            _ => throw new NotSupportedException($"Metric {metric.Name} is not known here."),
        };

    private static T Hit(bool hit) => hit ? T.One : T.Zero;

    /// <summary>The class that a label names; -1, which is none, when it is not whole or too large.</summary>
    private static int Label(T label) =>
        T.IsInteger(label) && T.Abs(label) < T.CreateChecked(int.MaxValue)
            ? int.CreateChecked(label)
            : -1;

    /// <summary>Rank 1 against rank 1 is one sample of n outputs, except where each value stands for itself.</summary>
    private bool Single(Tensor labels, Tensor predictions) =>
        labels.Rank == 1 && predictions.Rank == 1 && metric is not BinaryAccuracy;
}
