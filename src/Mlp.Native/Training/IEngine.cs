namespace Mlp.Native;

/// <summary>
/// Weights, optimizer state and the arithmetic on them: what lies below the loop that trains. One call at a time. Arguments
/// have been checked; nothing here refuses. The order and the rates of a plan may change before its step 0, and only then.
/// </summary>
internal interface IEngine : IDisposable
{
    /// <summary>
    /// Trains steps <paramref name="first"/> to <paramref name="end"/> (exclusive) of the plan, and adds their loss and metrics, as
    /// they were before each step, to the totals. One launch: nothing is read back within. What fails is undone, but the totals may have
    /// been added to, and are of no use.
    /// </summary>
    void RunSteps(EpochPlan plan, int first, int end, Totals totals);

    /// <summary>Adds loss and metrics of batches <paramref name="first"/> to <paramref name="end"/> (exclusive) of the plan, forward only.</summary>
    void Evaluate(EpochPlan plan, int first, int end, Totals totals);

    /// <summary>Outputs <c>[rows, outputs]</c> of prepared inputs.</summary>
    Tensor Predict(Tensor x);

    /// <summary>The same from rows in the engine's precision, to where the outputs go.</summary>
    void Predict<T>(ReadOnlySpan<T> x, int rows, Span<T> outputs)
        where T : unmanaged =>
        ((Tensor<T>)Predict(Tensor.Create(x.ToArray(), rows, x.Length / rows))).Values.CopyTo(
            outputs
        );

    /// <summary>A copy of the weights.</summary>
    Weights GetWeights();

    /// <summary>Replaces the weights, given in the engine's precision.</summary>
    void SetWeights(Weights weights);

    /// <summary>A copy of what the optimizer remembers, by the names of its slots. Asked only where it has some.</summary>
    IReadOnlyDictionary<string, Weights> GetSlots() =>
        throw new NotSupportedException(
            "This backend does not give the state of its optimizer; its weights alone can be kept."
        );

    /// <summary>Replaces it, given in the engine's precision.</summary>
    void SetSlots(IReadOnlyDictionary<string, Weights> slots) =>
        throw new NotSupportedException(
            "This backend does not take the state of an optimizer; set its weights, and train from step 0."
        );

    /// <summary>Gives back what the garbage collector does not see; most engines hold nothing such.</summary>
    void IDisposable.Dispose() { }
}
