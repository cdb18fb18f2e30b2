using System.Text;

namespace Mlp.Data;

/// <summary>Saves a history for other programs. Files are written aside and renamed.</summary>
public static class HistoryFiles
{
    /// <summary>Saves <see cref="History.ToCsv"/>: one line an epoch; numbers read back as the same doubles.</summary>
    public static void SaveCsv(this History history, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        Aside.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(history.ToCsv())));
    }

    /// <summary>Saves the same columns as Parquet: epoch as int32, everything else as float64.</summary>
    public static void SaveParquet(this History history, string path)
    {
        ArgumentNullException.ThrowIfNull(history);
        Tensor Column(Func<EpochRecord, double> value) => history.Epochs.Select(value).ToArray();
        ParquetTable.Write(
            path,
            new([
                ("epoch", history.Epochs.Select(epoch => epoch.Epoch).ToArray()),
                .. history.Keys.Select(key => (key, Column(epoch => epoch.Logs[key]))),
                ("learning_rate", Column(epoch => epoch.LearningRate)),
                ("seconds", Column(epoch => epoch.Seconds)),
            ])
        );
    }
}
