using Mlp;
using Mlp.Data;

namespace Conform.Training;

/// <summary>Saves the model after every epoch, so that a training that is broken off is not lost; but no weights that are no numbers.</summary>
internal sealed class SaveEveryEpoch(string path, SavedNotes notes) : Callback
{
    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        if (!training.Model.GetWeights().Any(HasNaN))
        {
            training.Model.Save(path, (notes with { Epochs = epoch.Epoch + 1 }).ToNotes());
        }
    }

    private static bool HasNaN(Tensor tensor) =>
        Enumerable.Range(0, tensor.Length).Any(i => double.IsNaN(tensor[i]));
}
