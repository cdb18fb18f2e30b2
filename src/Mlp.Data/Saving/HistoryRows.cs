namespace Mlp.Data;

/// <summary>
/// A history as one tensor <c>[epochs, 3 + figures]</c> of float64: epoch, learning rate, seconds, then the figures in the order of their
/// names. Every number reads back as the same bits.
/// </summary>
internal static class HistoryRows
{
    private const int Fixed = 3;

    /// <summary>The rows of a history that has some.</summary>
    /// <exception cref="ArgumentException">Its epochs have different figures, or do not follow one another.</exception>
    public static Tensor<double> Of(History history)
    {
        var keys = history.Keys;
        for (var i = 0; i < history.Epochs.Count; i++)
        {
            var (epoch, first) = (history.Epochs[i], history.Epochs[0]);
            if (!epoch.Logs.Keys.SequenceEqual(keys))
            {
                throw new ArgumentException(
                    $"Epoch {epoch.Epoch} has the figures {string.Join(", ", epoch.Logs.Keys)}, and those before it {string.Join(", ", keys)}; "
                        + "a training goes on with the same metrics and validation.",
                    nameof(history)
                );
            }

            if (epoch.Epoch != first.Epoch + i)
            {
                throw new ArgumentException(
                    $"Epoch {epoch.Epoch} follows epoch {history.Epochs[i - 1].Epoch}; a history has one epoch after the other.",
                    nameof(history)
                );
            }
        }

        return Tensor.FromRows(
            history
                .Epochs.Select(epoch =>
                    (double[])[epoch.Epoch, epoch.LearningRate, epoch.Seconds, .. epoch.Logs.Values]
                )
                .ToArray()
        );
    }

    /// <summary>The history of such rows.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static History Read(IReadOnlyList<string> keys, Tensor rows)
    {
        if (
            rows is not Tensor<double> values
            || rows.Shape is not [> 0, var columns]
            || columns != Fixed + keys.Count
        )
        {
            throw new InvalidDataException(
                $"the history is {rows}; {keys.Count} figures need float64 of shape [epochs, {Fixed + keys.Count}]."
            );
        }

        var epochs = new List<EpochRecord>();
        for (var row = 0; row < rows.Rows; row++)
        {
            var record = values.Values.Slice(row * columns, columns);
            if (
                !(record[0] >= 0 && record[0] < int.MaxValue && double.IsInteger(record[0]))
                || (row > 0 && record[0] != epochs[0].Epoch + row)
            )
            {
                throw new InvalidDataException(
                    $"row {row} of the history is of epoch {record[0]:R}; epochs are whole numbers from 0, one after the other."
                );
            }

            var logs = new (string, double)[keys.Count];
            for (var i = 0; i < logs.Length; i++)
            {
                logs[i] = (keys[i], record[Fixed + i]);
            }

            epochs.Add(new((int)record[0], new Logs(logs), record[1], record[2]));
        }

        return new(epochs);
    }
}
