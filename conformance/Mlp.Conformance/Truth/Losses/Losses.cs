using System.Numerics;
using Mlp.Losses;

namespace Mlp.Conformance.Truth;

/// <summary>A loss over samples: labels paired with predictions, weighted, reduced to sum(w*l) / divisor, and its gradient.</summary>
internal sealed class Losses<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ISampleLoss<T> formula;
    private readonly Reduction reduction;
    private readonly Matrix<T> targets;
    private readonly Matrix<T> predictions;
    private readonly int[] shape;
    private readonly T[] weights;
    private readonly bool[] ignored;
    private readonly T divisor;

    /// <summary>Of arguments that <see cref="Check.Loss"/> let pass.</summary>
    public Losses(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        formula = Formula(loss);
        reduction = loss.Reduction;

        // Rank 1 against rank 1 is one sample of n outputs: its loss is a scalar, and each of n weights multiplies it.
        var single = labels.Rank == 1 && predictions.Rank == 1;
        var samples = single ? 1 : predictions.Rows;
        targets = Matrix<T>.From(labels, samples);
        this.predictions = Matrix<T>.From(predictions, samples);

        shape =
            sampleWeight is not null ? [.. sampleWeight.Shape]
            : single ? []
            : [samples];
        weights = sampleWeight is null
            ? [.. Enumerable.Repeat(T.One, samples)]
            : Numbers<T>.Read(sampleWeight);

        var ignoredClass = (loss as SparseCategoricalCrossentropy)?.IgnoreClass;
        ignored = [.. weights.Select((_, i) => labels[Sample(i)] == ignoredClass)];
        divisor = Divisor();
    }

    /// <summary>The loss under its reduction: a scalar, or w*l of each sample.</summary>
    public Tensor<T> Value()
    {
        var weighted = new T[weights.Length];
        var sum = new Sum<T>();
        for (var i = 0; i < weights.Length; i++)
        {
            if (!ignored[i])
            {
                var loss = formula.Value(targets.Row(Sample(i)), predictions.Row(Sample(i)));
                weighted[i] = weights[i] * loss;
                sum.AddProduct(weights[i], loss);
            }
        }

        return reduction == Reduction.None
            ? Tensor.Create(weighted, shape)
            : Tensor.Scalar(OverDivisor(sum.Value));
    }

    /// <summary>d loss / d predictions: w_i / divisor times the slope of sample i. <see cref="Reduction.None"/> stands for the sum.</summary>
    public Matrix<T> Gradient()
    {
        var gradient = new Matrix<T>(predictions.Rows, predictions.Columns);
        for (var i = 0; i < weights.Length; i++)
        {
            if (!ignored[i])
            {
                var slope = formula.Slope(targets.Row(Sample(i)), predictions.Row(Sample(i)));
                for (var output = 0; output < predictions.Columns; output++)
                {
                    gradient[Sample(i), output] += OverDivisor(weights[i] * slope[output]);
                }
            }
        }

        return gradient;
    }

    /// <summary>n, the number of samples that count; their sum of weights; or 1.</summary>
    private T Divisor()
    {
        var sum = new Sum<T>();
        for (var i = 0; i < weights.Length; i++)
        {
            if (!ignored[i])
            {
                sum.Add(reduction == Reduction.MeanWithSampleWeight ? weights[i] : T.One);
            }
        }

        return reduction is Reduction.Sum or Reduction.None ? T.One : sum.Value;
    }

    /// <summary>value / divisor; 0 where the divisor is 0.</summary>
    private T OverDivisor(T value) => T.IsZero(divisor) ? T.Zero : value / divisor;

    /// <summary>The sample that weight i belongs to.</summary>
    private int Sample(int i) => predictions.Rows == 1 ? 0 : i;

    private static ISampleLoss<T> Formula(Loss loss) =>
        loss switch
        {
            MeanSquaredError => new SquaredError<T>(),
            MeanAbsoluteError => new AbsoluteError<T>(),
            BinaryCrossentropy binary => binary.FromLogits
                ? new BinaryCrossentropyOfLogits<T>(binary.LabelSmoothing)
                : new BinaryCrossentropy<T>(binary.LabelSmoothing),
            CategoricalCrossentropy categorical => categorical.FromLogits
                ? new CategoricalCrossentropyOfLogits<T>(categorical.LabelSmoothing)
                : new CategoricalCrossentropy<T>(categorical.LabelSmoothing),
            SparseCategoricalCrossentropy sparse => sparse.FromLogits
                ? new SparseCategoricalCrossentropyOfLogits<T>()
                : new SparseCategoricalCrossentropy<T>(),
            _ => throw new NotSupportedException($"Loss {loss.Name} is not known here."),
        };
}
