namespace Mlp.Data;

/// <summary>Saving a model as in Keras.</summary>
public static class SavingModels
{
    /// <summary>Saves the model with all that training goes on from, see <see cref="SavedModel"/>; <see cref="SavedModel.Load"/> reads it.</summary>
    /// <param name="model">What to save.</param>
    /// <param name="path">The file; <c>.safetensors</c> is its usual ending. Written aside and renamed.</param>
    /// <param name="notes">Texts kept beside it, by name.</param>
    /// <param name="cancellation">Stops between tensors; an earlier file stays as it is.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentException">A weight is NaN (training diverged): an earlier file stays as it is.</exception>
    /// <exception cref="NotSupportedException">The backend does not give the state of its optimizer.</exception>
    /// <example><code>model.Save("fashion.safetensors")</code></example>
    public static void Save(
        this IModel model,
        string path,
        IReadOnlyDictionary<string, string>? notes = null,
        CancellationToken cancellation = default
    )
    {
        var saved = SavedModel.Of(model);
        (notes is null ? saved : saved with { Notes = notes }).Save(path, cancellation);
    }
}
