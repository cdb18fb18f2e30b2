using Mlp;
using Mlp.Data;

namespace Conform.Training;

/// <summary>Saves the model after every epoch, so that a training that is broken off is not lost.</summary>
internal sealed class SaveEveryEpoch(string path, SavedNotes notes) : Callback
{
    public override void OnEpochEnd(ITraining training, EpochRecord epoch) =>
        training.Model.Save(path, (notes with { Epochs = epoch.Epoch + 1 }).ToNotes());
}
