using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Mlp.Data;

/// <summary>
/// Tells a logger of a training: its beginning, every epoch with its figures, its end; a loss that is no number is a warning. Nothing is
/// done a step, and nothing is prepared for a level that the logger does not take.
/// </summary>
/// <param name="logger">Whom to tell.</param>
public sealed partial class TrainingLog(ILogger logger) : Callback
{
    private long begun;
    private int epochs;

    /// <inheritdoc/>
    public override void OnTrainBegin(ITraining training)
    {
        ArgumentNullException.ThrowIfNull(training);
        (begun, epochs) = (Stopwatch.GetTimestamp(), 0);
        var compiled = training.Model.Compiled;
        Began(
            logger,
            training.Model.Spec.ParameterCount,
            compiled.Loss.Name,
            compiled.Optimizer.Name
        );
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        epochs++;
        if (logger.IsEnabled(LogLevel.Information))
        {
            Ended(logger, epoch.Epoch + 1, Text(epoch.Logs), epoch.Seconds);
        }

        if (epoch.Logs.TryGetValue("loss", out var loss) && !double.IsFinite(loss))
        {
            Diverged(logger, epoch.Epoch + 1, loss);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(ITraining training) =>
        Trained(logger, epochs, Stopwatch.GetElapsedTime(begun).TotalSeconds);

    /// <summary>Figures as in a line of Keras: <c>loss: 0.3512 - accuracy: 0.8761</c>.</summary>
    internal static string Text(Logs logs) =>
        string.Join(
            " - ",
            logs.Select(figure =>
                string.Create(CultureInfo.InvariantCulture, $"{figure.Key}: {figure.Value:G4}")
            )
        );

    [LoggerMessage(
        1,
        LogLevel.Information,
        "Training {Parameters} parameters by {Loss} and {Optimizer}"
    )]
    private static partial void Began(
        ILogger logger,
        long parameters,
        string loss,
        string optimizer
    );

    [LoggerMessage(2, LogLevel.Information, "Epoch {Epoch}: {Figures} in {Seconds:F1} s")]
    private static partial void Ended(ILogger logger, int epoch, string figures, double seconds);

    [LoggerMessage(
        3,
        LogLevel.Warning,
        "The loss of epoch {Epoch} is {Loss}: training diverged; lower the learning rate"
    )]
    private static partial void Diverged(ILogger logger, int epoch, double loss);

    [LoggerMessage(4, LogLevel.Information, "Trained {Epochs} epochs in {Seconds:F1} s")]
    private static partial void Trained(ILogger logger, int epochs, double seconds);
}
