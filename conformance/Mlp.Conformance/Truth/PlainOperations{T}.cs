using System.Numerics;
using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance.Truth;

/// <summary>The single operations in one type of numbers.</summary>
internal sealed class PlainOperations<T> : IOperations
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight = null)
    {
        Check.Loss(loss, labels, predictions, sampleWeight);
        return new Losses<T>(loss, labels, predictions, sampleWeight).Value();
    }

    public Tensor LossGradient(
        Loss loss,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight = null
    )
    {
        Check.Loss(loss, labels, predictions, sampleWeight);
        var gradient = new Losses<T>(loss, labels, predictions, sampleWeight).Gradient();
        return gradient.ToTensor().Reshape([.. predictions.Shape]);
    }

    public Tensor RowWeights(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight,
        Precision precision
    ) => ClassWeights<T>.ForRows(labels, classWeight, sampleWeight);

    public Tensor Activate(Activation activation, Tensor x)
    {
        Check.Activation(activation, x);
        return Activations<T>.Value(activation, LastAxis(x)).ToTensor().Reshape([.. x.Shape]);
    }

    public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream)
    {
        Check.ActivationGradient(activation, x, upstream);
        var gradient = Activations<T>.Gradient(activation, LastAxis(x), LastAxis(upstream));
        return gradient.ToTensor().Reshape([.. x.Shape]);
    }

    public Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias)
    {
        Check.Dense(activation, x, kernel, bias);
        var z = Dense<T>.Value(Matrix<T>.From(x), Matrix<T>.From(kernel), Numbers<T>.Read(bias));
        return Activations<T>.Value(activation, z).ToTensor();
    }

    public DenseGradients DenseBackward(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    )
    {
        Check.DenseGradients(activation, x, kernel, bias, upstream);
        var (inputs, w) = (Matrix<T>.From(x), Matrix<T>.From(kernel));
        var z = Dense<T>.Value(inputs, w, Numbers<T>.Read(bias));
        var dz = Activations<T>.Gradient(activation, z, Matrix<T>.From(upstream));
        return new(
            Dense<T>.InputGradient(w, dz).ToTensor(),
            Dense<T>.KernelGradient(inputs, dz).ToTensor(),
            Tensor.Vector(Dense<T>.BiasGradient(dz))
        );
    }

    public Tensor ToCategorical(Tensor labels, int? classes = null) => OneHot.Of(labels, classes);

    public Tensor ArgMax(Tensor x, int? axis = -1) => Truth.ArgMax.Along(x, axis);

    public OptimizerTrace Optimize(
        Optimizer optimizer,
        Weights weights,
        IReadOnlyList<Weights> gradients
    )
    {
        Check.Optimize(optimizer, weights, gradients);
        T[][] variables = [.. weights.Select(Numbers<T>.Read)];
        var state = OptimizerState<T>.Start(optimizer, [.. variables.Select(v => v.Length)]);
        var after = new List<Weights>();
        var rates = new List<T>();
        foreach (var step in gradients)
        {
            rates.Add(state.Step(variables, [.. step.Select(Numbers<T>.Read)]));
            after.Add(
                new(weights.Zip(variables, (w, v) => Tensor.Create<T>([.. v], [.. w.Shape])))
            );
        }

        return new(after, Tensor.Vector(rates.ToArray()));
    }

    public Tensor LearningRates(LearningRate rate, Tensor steps, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(rate);
        Check.Steps(steps);
        var rates = new T[steps.Length];
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = Rates<T>.At(rate, (long)steps[i]);
        }

        return Tensor.Create(rates, [.. steps.Shape]);
    }

    public MetricTrace Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    )
    {
        Check.Metric(metric, labels, predictions, sampleWeight, batchSize);
        var figure = new Metrics<T>(Resolve(metric, labels.Shape, predictions.Shape));
        var mean = new RunningMean<T>();
        var running = new List<T>();
        for (var start = 0; start < predictions.Rows; start += batchSize)
        {
            var end = Math.Min(start + batchSize, predictions.Rows);
            figure.Add(
                mean,
                labels.Slice(start, end),
                predictions.Slice(start, end),
                sampleWeight?.Slice(start, end)
            );
            running.Add(figure.Result(mean));
        }

        return new(
            Tensor.Vector(running.ToArray()),
            Tensor.Scalar(running[^1]),
            figure.PerSample(labels, predictions)
        );
    }

    public Metric Resolve(
        Metric metric,
        IReadOnlyList<int> labelShape,
        IReadOnlyList<int> predictionShape
    )
    {
        Check.Resolve(metric, labelShape, predictionShape);
        return Metrics<T>.Resolve(metric, labelShape, predictionShape);
    }

    public Tensor RunningMean(Tensor values, Tensor weights)
    {
        Check.RunningMean(values, weights);
        var mean = new RunningMean<T>();
        var (v, w) = (Numbers<T>.Read(values), Numbers<T>.Read(weights));
        var running = new T[v.Length];
        for (var i = 0; i < running.Length; i++)
        {
            mean.Add(v[i], w[i]);
            running[i] = mean.Value;
        }

        return Tensor.Vector(running);
    }

    public IStandardScaler StandardScaler(bool withMean = true, bool withStd = true) =>
        new Scaler(withMean, withStd);

    public (int Train, int Test) TrainTestSplit(
        int rows,
        SplitSize? testSize,
        SplitSize? trainSize
    ) => Splits.TrainTest(rows, testSize, trainSize);

    public int ValidationSplit(int rows, double fraction) => Splits.Validation(rows, fraction);

    /// <summary>Any shape as rows along its last axis.</summary>
    private static Matrix<T> LastAxis(Tensor x)
    {
        var columns = x.Rank == 0 ? 1 : x.Shape[^1];
        return Matrix<T>.From(x, columns == 0 ? 0 : x.Length / columns);
    }
}
