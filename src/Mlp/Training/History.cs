using System.Globalization;
using System.Text;

namespace Mlp;

/// <summary>What one epoch came to.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Logs">
/// loss: mean of batch losses weighted by rows, each under the weights of its moment; metrics likewise; val_*: after the epoch,
/// with its final weights.
/// </param>
/// <param name="LearningRate">The rate of the epoch's last step.</param>
/// <param name="Seconds">Wall time with validation.</param>
public sealed record EpochRecord(int Epoch, Logs Logs, double LearningRate, double Seconds);

/// <summary>One record an epoch, in order.</summary>
/// <param name="Epochs">The records.</param>
public sealed record History(IReadOnlyList<EpochRecord> Epochs)
{
    /// <summary>The figure of that name over the epochs, as Keras' <c>history.history[name]</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest one.</exception>
    public IReadOnlyList<double> this[string key] => [.. Epochs.Select(epoch => epoch.Logs[key])];

    /// <summary>Names of the figures.</summary>
    public IReadOnlyList<string> Keys => Epochs.Count == 0 ? [] : [.. Epochs[0].Logs.Keys];

    /// <summary>What the history says in plain words: signs of good training, and advice.</summary>
    /// <param name="baseline">Accuracy of always naming the largest class, to hold validation accuracy to; null leaves that out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The baseline does not lie in 0 to 1.</exception>
    /// <example><code>Console.Write(history.Diagnose())</code></example>
    public Diagnosis Diagnose(double? baseline = null) => Diagnosis.Of(this, baseline);

    /// <summary>The history as text, one aligned line an epoch.</summary>
    public string ToTable()
    {
        string[][] lines = [Header(), .. Epochs.Select(epoch => Line(epoch, "G6"))];
        if (Epochs.Count == 0)
        {
            return "no epochs\n";
        }

        var widths = Enumerable
            .Range(0, lines[0].Length)
            .Select(i => lines.Max(line => line[i].Length))
            .ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.AppendJoin("  ", line.Select((cell, i) => cell.PadLeft(widths[i]))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>
    /// The history as CSV with a header: epoch, the figures, learning_rate, seconds. Numbers read back as the same doubles, names as the
    /// same texts: one with a comma, a quote or a line break stands in quotes. Source: RFC 4180.
    /// </summary>
    public string ToCsv()
    {
        var text = new StringBuilder().AppendJoin(',', Header().Select(Field)).Append('\n');
        foreach (var epoch in Epochs)
        {
            text.AppendJoin(',', Line(epoch, "R")).Append('\n');
        }

        return text.ToString();
    }

    private static string Field(string name) =>
        name.AsSpan().ContainsAny(",\"\r\n") ? $"\"{name.Replace("\"", "\"\"")}\"" : name;

    private string[] Header() => ["epoch", .. Keys, "learning_rate", "seconds"];

    private static string[] Line(EpochRecord epoch, string format) =>
        [
            epoch.Epoch.ToString(CultureInfo.InvariantCulture),
            .. epoch
                .Logs.Values.Append(epoch.LearningRate)
                .Append(epoch.Seconds)
                .Select(value => value.ToString(format, CultureInfo.InvariantCulture)),
        ];
}
