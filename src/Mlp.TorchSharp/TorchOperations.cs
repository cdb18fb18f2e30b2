using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.TorchSharp;

/// <summary>The operations one by one, by the same formulas as <see cref="TorchModel"/>.</summary>
internal sealed class TorchOperations(TorchSession session) : IOperations
{
    /// <inheritdoc/>
    public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight = null)
    {
        Check.Loss(loss, labels, predictions, sampleWeight);
        return Scoped(() => LossOf(loss, labels, ToTorch(predictions), sampleWeight));
    }

    /// <inheritdoc/>
    public Tensor LossGradient(
        Loss loss,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight = null
    )
    {
        Check.Loss(loss, labels, predictions, sampleWeight);
        return Scoped(() =>
        {
            var p = ToTorch(predictions).requires_grad_();
            return torch.autograd.grad([LossOf(loss, labels, p, sampleWeight).sum()], [p])[0];
        });
    }

    /// <inheritdoc/>
    public Tensor RowWeights(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight,
        Precision precision
    )
    {
        ArgumentNullException.ThrowIfNull(labels);
        Check.ClassWeight(classWeight);
        if (labels.Rank is not (1 or 2) || labels.Length == 0)
        {
            throw new ArgumentException(
                $"labels are {labels}; they must be [n], [n, 1] or [n, classes], and not empty.",
                nameof(labels)
            );
        }

        Check.RowWeights(sampleWeight, labels.Rows, nameof(sampleWeight));
        session.Enter();
        return RowWeightFormula.Weights(labels, classWeight, sampleWeight, precision);
    }

    /// <inheritdoc/>
    public Tensor Activate(Activation activation, Tensor x)
    {
        Check.Activation(activation, x);
        return Scoped(() => ActivationFormula.Apply(activation, ToTorch(x)));
    }

    /// <inheritdoc/>
    public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream)
    {
        Check.ActivationGradient(activation, x, upstream);
        return Scoped(() =>
        {
            var input = ToTorch(x).requires_grad_();
            var y = ActivationFormula.Apply(activation, input);
            return torch.autograd.grad([y], [input], [ToTorch(upstream)])[0];
        });
    }

    /// <inheritdoc/>
    public Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias)
    {
        Check.Dense(activation, x, kernel, bias);
        return Scoped(() =>
            ActivationFormula.Apply(
                activation,
                ToTorch(x).matmul(ToTorch(kernel)).Plus(ToTorch(bias))
            )
        );
    }

    /// <inheritdoc/>
    public DenseGradients DenseBackward(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    )
    {
        Check.DenseGradients(activation, x, kernel, bias, upstream);
        session.Enter();
        using var scope = torch.NewDisposeScope();
        torch.Tensor[] inputs =
        [
            .. new[] { x, kernel, bias }.Select(tensor => ToTorch(tensor).requires_grad_()),
        ];
        var y = ActivationFormula.Apply(activation, inputs[0].matmul(inputs[1]).Plus(inputs[2]));
        var gradients = torch.autograd.grad([y], inputs, [ToTorch(upstream)]);
        return new(gradients[0].ToTensor(), gradients[1].ToTensor(), gradients[2].ToTensor());
    }

    /// <inheritdoc/>
    public Tensor ToCategorical(Tensor labels, int? classes = null) =>
        Categories.OneHot(labels, classes);

    /// <inheritdoc/>
    public Tensor ArgMax(Tensor x, int? axis = -1) => Categories.ArgMax(x, axis);

    /// <inheritdoc/>
    public OptimizerTrace Optimize(
        Optimizer optimizer,
        Weights weights,
        IReadOnlyList<Weights> gradients
    )
    {
        Check.Optimize(optimizer, weights, gradients);
        session.Enter();
        using var scope = torch.NewDisposeScope();
        torch.Tensor[] variables = [.. weights.Select(w => ToTorch(w).requires_grad_())];
        using var update = Update.Create(optimizer, variables, weights.Precision);
        var after = new List<Weights>();
        var rates = new List<double>();
        foreach (var step in gradients)
        {
            rates.Add(update.Step([.. step.Select(ToTorch)]));
            after.Add(new Weights(variables.Select(variable => variable.ToTensor())));
        }

        return new(after, Tensor.Vector(rates.ToArray()).To(weights.Precision));
    }

    /// <inheritdoc/>
    public Tensor LearningRates(LearningRate rate, Tensor steps, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(rate);
        Check.Steps(steps);
        return Scoped(() => LearningRateFormula.Rates(rate, ToTorch(steps), precision));
    }

    /// <inheritdoc/>
    public MetricTrace Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    )
    {
        Check.Metric(metric, labels, predictions, sampleWeight, batchSize);
        session.Enter();
        using var scope = torch.NewDisposeScope();
        var precision = predictions.PrecisionOf();
        metric = MetricFormula.Resolve(metric, labels.Shape, predictions.Shape);
        var mean = new RunningMean();
        var after = new List<double>();
        for (var start = 0; start < predictions.Rows; start += batchSize)
        {
            var end = Math.Min(start + batchSize, predictions.Rows);
            mean.Add(
                MetricFormula.Values(
                    metric,
                    labels.Slice(start, end),
                    ToTorch(predictions.Slice(start, end))
                ),
                sampleWeight?.Slice(start, end).ToTorch(precision, session.Device)
            );
            after.Add(RunningFigures.Value(metric, mean));
        }

        return new(
            Tensor.Vector(after.ToArray()).To(precision),
            Tensor.Scalar(after[^1]).To(precision),
            MetricFormula.Values(metric, labels, ToTorch(predictions)).ToTensor()
        );
    }

    /// <inheritdoc/>
    public Metric Resolve(
        Metric metric,
        IReadOnlyList<int> labelShape,
        IReadOnlyList<int> predictionShape
    )
    {
        Check.Resolve(metric, labelShape, predictionShape);
        return MetricFormula.Resolve(metric, labelShape, predictionShape);
    }

    /// <inheritdoc/>
    public Tensor RunningMean(Tensor values, Tensor weights)
    {
        Check.RunningMean(values, weights);
        var mean = new RunningMean();
        var after = new double[values.Length];
        for (var i = 0; i < after.Length; i++)
        {
            mean.Add(values[i], weights[i]);
            after[i] = mean.Value;
        }

        return Tensor.Vector(after).To(values.PrecisionOf());
    }

    /// <inheritdoc/>
    public IStandardScaler StandardScaler(bool withMean = true, bool withStd = true)
    {
        session.Enter();
        return new Standardizer(withMean, withStd);
    }

    /// <inheritdoc/>
    public (int Train, int Test) TrainTestSplit(
        int rows,
        SplitSize? testSize,
        SplitSize? trainSize
    ) => SplitSizes.TrainTest(rows, testSize, trainSize);

    /// <inheritdoc/>
    public int ValidationSplit(int rows, double fraction) => SplitSizes.Validation(rows, fraction);

    private torch.Tensor ToTorch(Tensor tensor) => tensor.ToTorch(session.Device);

    private torch.Tensor LossOf(
        Loss loss,
        Tensor labels,
        torch.Tensor predictions,
        Tensor? sampleWeight
    )
    {
        var precision =
            predictions.dtype == torch.ScalarType.Float64 ? Precision.Float64 : Precision.Float32;
        return LossFormula.Value(
            loss,
            LossFormula.Labels(loss, labels, precision, session.Device),
            predictions,
            sampleWeight?.ToTorch(precision, session.Device)
        );
    }

    private Tensor Scoped(Func<torch.Tensor> compute)
    {
        session.Enter();
        using var scope = torch.NewDisposeScope();
        return compute().ToTensor();
    }
}
