using Mlp;
using Mlp.Data;

namespace Conform.Training;

/// <summary>Saves the model after every epoch, so that a training that is broken off is not lost; but no weights that are no numbers.</summary>
internal sealed class SaveEveryEpoch(string path, SavedNotes notes) : Callback
{
    /// <summary>Epochs that the file tells of; 0 before the first.</summary>
    public int Kept { get; private set; }

    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        var saved = SavedModel.Of(training.Model);
        if (!saved.State.HasNaN)
        {
            Kept = epoch.Epoch + 1;
            (saved with { Notes = (notes with { Epochs = Kept }).ToNotes() }).Save(path);
        }
    }
}
