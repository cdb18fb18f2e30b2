using Microsoft.Extensions.Logging;

namespace Mlp.Data;

/// <summary>What a logger is told of evaluations and predictions.</summary>
internal static partial class ModelLogs
{
    public static void Evaluated(this ILogger logger, int rows, Logs logs)
    {
        if (logger.IsEnabled(LogLevel.Information))
        {
            Evaluated(logger, rows, TrainingLog.Text(logs));
        }
    }

    [LoggerMessage(6, LogLevel.Debug, "Predicted {Rows} rows")]
    public static partial void Predicted(this ILogger logger, int rows);

    [LoggerMessage(5, LogLevel.Information, "Evaluated {Rows} rows: {Figures}")]
    private static partial void Evaluated(ILogger logger, int rows, string figures);
}
