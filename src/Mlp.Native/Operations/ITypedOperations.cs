using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>The operations that compute in one type. Arguments have been checked; meanings are those of <see cref="IOperations"/>.</summary>
internal interface ITypedOperations
{
    /// <summary><see cref="IOperations.Loss"/>.</summary>
    Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight);

    /// <summary><see cref="IOperations.LossGradient"/>.</summary>
    Tensor LossGradient(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight);

    /// <summary><see cref="IOperations.Activate"/>.</summary>
    Tensor Activate(Activation activation, Tensor x);

    /// <summary><see cref="IOperations.ActivateGradient"/>.</summary>
    Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream);

    /// <summary><see cref="IOperations.DenseForward"/>.</summary>
    Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias);

    /// <summary><see cref="IOperations.DenseBackward"/>.</summary>
    DenseGradients DenseBackward(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    );

    /// <summary><see cref="IOperations.Optimize"/>.</summary>
    OptimizerTrace Optimize(Optimizer optimizer, Weights weights, IReadOnlyList<Weights> gradients);

    /// <summary><see cref="IOperations.Metric"/>.</summary>
    MetricTrace Metric(
        Metric metric,
        Tensor labels,
        Tensor predictions,
        Tensor? sampleWeight,
        int batchSize
    );
}
