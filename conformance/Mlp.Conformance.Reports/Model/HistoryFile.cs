using System.Globalization;
using Mlp.Data;

namespace Mlp.Conformance.Reports;

/// <summary>Reads the history of a training as <c>conform train --history</c> leaves it, from CSV or Parquet.</summary>
public static class HistoryFile
{
    // What belongs to an epoch, and is no figure of the model.
    private static readonly string[] Beside = ["epoch", "learning_rate", "seconds"];

    /// <summary>The history of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="title">What was trained.</param>
    /// <param name="series">Which of the trainings of that title it is.</param>
    /// <exception cref="InvalidDataException">It is no such table; the message names line and column.</exception>
    public static TrainingHistory Read(string path, string title, string series)
    {
        var table = TextTable.Read(path);
        if (!table.Names.Contains("epoch") || !table.Names.Contains("loss"))
        {
            throw new InvalidDataException(
                OneLine.Of(
                    $"{path} is no history of a training: columns epoch and loss are due, found {string.Join(", ", table.Names)}. "
                        + "'conform train --history FILE' writes one."
                )
            );
        }

        return new(
            title,
            series,
            [.. Numbers("epoch").Select(epoch => epoch + 1)],
            table.Names.Except(Beside).ToDictionary(name => name, Numbers)
        );

        double[] Numbers(string name) =>
            [
                .. table[name]
                    .Select(
                        (text, row) =>
                            double.TryParse(
                                text,
                                NumberStyles.Float,
                                CultureInfo.InvariantCulture,
                                out var number
                            )
                                ? number
                                : throw new InvalidDataException(
                                    OneLine.Of(
                                        $"{path}, {table.Place(row)}, column '{name}': '{text}' is no number."
                                    )
                                )
                    ),
            ];
    }
}
