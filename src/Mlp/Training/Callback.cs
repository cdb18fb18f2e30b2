namespace Mlp;

/// <summary>What a callback may do to a running training.</summary>
public interface ITraining
{
    /// <summary>The model that trains. Its weights may be read and set between epochs.</summary>
    IModel Model { get; }

    /// <summary>Ends training after this epoch, or after this batch when called from <see cref="Callback.OnBatchEnd"/>.</summary>
    void Stop();
}

/// <summary>Told of a training as it goes. Every method does nothing unless overridden.</summary>
public abstract class Callback
{
    /// <summary>Whether <see cref="OnBatchEnd"/> is to be called; when no callback asks, nothing is prepared for it.</summary>
    public virtual bool WantsBatches => false;

    /// <summary>The log that it cannot do without, <c>val_loss</c> say; null for none. A training that does not log it is refused before it begins.</summary>
    public virtual string? Monitor => null;

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin(ITraining training) { }

    /// <summary>After a batch, with the running values of the epoch. The weights may be some batches further.</summary>
    public virtual void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs) { }

    /// <summary>After an epoch and its validation.</summary>
    public virtual void OnEpochEnd(ITraining training, EpochRecord epoch) { }

    /// <summary>After the last epoch, however training ended, unless by an exception.</summary>
    public virtual void OnTrainEnd(ITraining training) { }
}
