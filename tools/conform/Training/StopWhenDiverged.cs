using Mlp;

namespace Conform.Training;

/// <summary>Ends training after an epoch whose loss is not finite: what is NaN stays NaN.</summary>
internal sealed class StopWhenDiverged : Callback
{
    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        if (!double.IsFinite(epoch.Logs["loss"]))
        {
            training.Stop();
        }
    }
}
