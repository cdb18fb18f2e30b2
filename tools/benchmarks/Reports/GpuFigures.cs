using System.Text.Json.Serialization;

namespace Benchmarks;

/// <summary>What the work <c>gpu</c> came to.</summary>
/// <param name="Device">The GPU.</param>
/// <param name="Driver">Its driver, as the backend names it.</param>
/// <param name="Data">What was trained on.</param>
/// <param name="Trainings">One for each path and batch size.</param>
/// <param name="ToAccuracy">Training until an accuracy; null without the real data.</param>
internal sealed record GpuFigures(
    string Device,
    string Driver,
    string Data,
    IReadOnlyList<TrainingFigures> Trainings,
    AccuracyFigures? ToAccuracy
);

/// <summary>Epochs of one path at one batch size.</summary>
/// <param name="Backend">The path.</param>
/// <param name="BatchSize">Rows a step.</param>
/// <param name="Rows">Rows an epoch.</param>
/// <param name="Epochs">Epochs of each Fit; the first does not count.</param>
/// <param name="MicrosecondsAStep">Of each epoch, in the order of time.</param>
/// <param name="Median">Their middle.</param>
/// <param name="MedianWithOrder">The same, with what comes before each epoch: the order of its rows, drawn while the one before is trained.</param>
/// <param name="LastLoss">The loss of the last epoch.</param>
internal sealed record TrainingFigures(
    string Backend,
    int BatchSize,
    int Rows,
    int Epochs,
    IReadOnlyList<double> MicrosecondsAStep,
    double Median,
    double MedianWithOrder,
    double LastLoss
)
{
    /// <summary>As in tables.</summary>
    [JsonIgnore]
    public string Name => $"{Backend}, batch {BatchSize}";

    /// <summary>Rows trained a second, by the middle.</summary>
    [JsonIgnore]
    public double RowsASecond => Rows / ((Rows + BatchSize - 1) / BatchSize * Median * 1e-6);

    /// <summary>The epochs as rounds.</summary>
    public Times ToTimes() => new(Name, MicrosecondsAStep);
}

/// <summary>One training until an accuracy on rows that validate.</summary>
/// <param name="Backend">The path.</param>
/// <param name="BatchSize">Rows a step.</param>
/// <param name="Wanted">The accuracy to reach.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="Seconds">Wall time of Fit: bringing the data to the device, training and validating.</param>
/// <param name="Accuracy">The accuracy after the last of them.</param>
internal sealed record AccuracyFigures(
    string Backend,
    int BatchSize,
    double Wanted,
    int Epochs,
    double Seconds,
    double Accuracy
)
{
    /// <summary>Whether it was reached.</summary>
    [JsonIgnore]
    public bool IsReached => Accuracy >= Wanted;
}
