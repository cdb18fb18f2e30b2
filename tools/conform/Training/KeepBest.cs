using Mlp;
using Mlp.Data;

namespace Conform.Training;

/// <summary>Saves the model after every epoch whose validation loss is less than that of all epochs before.</summary>
/// <param name="path">The file.</param>
/// <param name="notes">What this tool keeps beside it.</param>
/// <param name="before">The epochs before an interruption.</param>
internal sealed class KeepBest(string path, SavedNotes notes, History before) : Callback
{
    private const string Figure = "val_loss";

    private double best = before
        .Epochs.Select(epoch => epoch.Logs[Figure])
        .Where(double.IsFinite)
        .DefaultIfEmpty(double.PositiveInfinity)
        .Min();

    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        if (epoch.Logs[Figure] >= best || double.IsNaN(epoch.Logs[Figure]))
        {
            return;
        }

        var saved = SavedModel.Of(training.Model);
        if (!saved.State.HasNaN)
        {
            best = epoch.Logs[Figure];
            (saved with { Notes = (notes with { Epochs = epoch.Epoch + 1 }).ToNotes() }).Save(path);
        }
    }
}
