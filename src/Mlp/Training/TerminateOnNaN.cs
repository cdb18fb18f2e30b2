namespace Mlp;

/// <summary>Ends training after the first batch whose running loss is not finite. Source: keras.callbacks.TerminateOnNaN.</summary>
public sealed class TerminateOnNaN : Callback
{
    /// <inheritdoc/>
    public override bool WantsBatches => true;

    /// <inheritdoc/>
    public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(logs);
        if (!double.IsFinite(logs["loss"]))
        {
            training.Stop();
        }
    }
}
