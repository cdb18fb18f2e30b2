namespace Mlp;

/// <summary>
/// A compiled model: weights, optimizer state and step count. Bad arguments are refused with an
/// <see cref="ArgumentException"/> before anything changes. <see cref="Predict"/> and <see cref="Evaluate"/> only read.
/// </summary>
public interface IModel : IDisposable
{
    /// <summary>What the model is.</summary>
    ModelSpec Spec { get; }

    /// <summary>How it is trained and watched.</summary>
    CompileSpec Compiled { get; }

    /// <summary>Trains. Optimizer state and step count go on from the last call.</summary>
    /// <exception cref="ArgumentException">Data, labels, weights or numbers do not fit; the model is unchanged.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model holds the weights of the last whole step.</exception>
    History Fit(Samples train, FitSpec fit);

    /// <summary>Loss and metrics over all rows, forward only.</summary>
    Logs Evaluate(Samples data, int batchSize = 32);

    /// <summary>Outputs <c>[rows, outputs]</c> in the model's precision.</summary>
    Tensor Predict(Tensor x, int batchSize = 32);

    /// <summary>One step on all given rows; their loss and metrics before the step.</summary>
    Logs TrainOnBatch(Samples batch, IReadOnlyDictionary<int, double>? classWeight = null);

    /// <summary>A copy of the weights.</summary>
    Weights GetWeights();

    /// <summary>Replaces the weights; optimizer state stays.</summary>
    /// <exception cref="ArgumentException">Shapes do not fit, or a value is NaN.</exception>
    void SetWeights(Weights weights);
}
