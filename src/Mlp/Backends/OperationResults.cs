namespace Mlp;

/// <summary>Derivatives of a dense layer.</summary>
/// <param name="X"><c>[n, inputs]</c>.</param>
/// <param name="Kernel"><c>[inputs, units]</c>.</param>
/// <param name="Bias"><c>[units]</c>.</param>
public sealed record DenseGradients(Tensor X, Tensor Kernel, Tensor Bias);

/// <summary>What an optimizer did, step by step.</summary>
/// <param name="WeightsAfterStep">All weights after each step.</param>
/// <param name="LearningRates">The rate of each step, <c>[steps]</c>.</param>
public sealed record OptimizerTrace(IReadOnlyList<Weights> WeightsAfterStep, Tensor LearningRates);

/// <summary>A metric over batches.</summary>
/// <param name="AfterEachBatch">The running value, <c>[batches]</c>.</param>
/// <param name="Result">The value after the last batch, a scalar.</param>
/// <param name="PerSample">
/// The value of each row, <c>[n]</c>; of each element, in the shape of the predictions, for <see cref="Metrics.BinaryAccuracy"/>;
/// squared errors of each row for <see cref="Metrics.RootMeanSquaredError"/>.
/// </param>
public sealed record MetricTrace(Tensor AfterEachBatch, Tensor Result, Tensor PerSample);
