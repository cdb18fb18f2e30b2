using System.Globalization;
using System.Text;
using Mlp;
using Mlp.Native;

namespace Conform.Training;

/// <summary>Rows of each true class by the class that was predicted.</summary>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Counts"><c>[true, predicted]</c>.</param>
internal sealed record ConfusionMatrix(IReadOnlyList<string> Classes, long[][] Counts)
{
    /// <summary>Counts pairs of true and predicted classes.</summary>
    public static ConfusionMatrix Of(IReadOnlyList<string> classes, Tensor labels, Tensor predicted)
    {
        var count = classes.Count;
        var counts = Scores.ConfusionMatrix(labels, predicted, count);
        return new(
            classes,
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(row => counts.Values.Slice(row * count, count).ToArray()),
            ]
        );
    }

    /// <summary>Rows of a class.</summary>
    public long Rows(int label) => Counts[label].Sum();

    /// <summary>Share of the rows of a class that were predicted to be of it; NaN where there are none.</summary>
    public double Accuracy(int label) => (double)Counts[label][label] / Rows(label);

    /// <summary>The matrix with true classes down and predicted ones across, and the accuracy of each class.</summary>
    public override string ToString()
    {
        var name = Math.Max("true \\ predicted".Length, Classes.Max(c => c.Length));
        var number = Math.Max(
            2,
            Counts.Max(row => row.Max()).ToString(CultureInfo.InvariantCulture).Length
        );
        var columns = Classes.Select(c => Math.Max(number, Math.Min(c.Length, 12))).ToArray();
        var text = new StringBuilder().Append("true \\ predicted".PadRight(name));
        for (var i = 0; i < Classes.Count; i++)
        {
            var heading = Classes[i].Length > columns[i] ? Classes[i][..columns[i]] : Classes[i];
            text.Append("  ").Append(heading.PadLeft(columns[i]));
        }

        text.Append("  accuracy\n");
        for (var row = 0; row < Classes.Count; row++)
        {
            text.Append(Classes[row].PadRight(name));
            for (var i = 0; i < Classes.Count; i++)
            {
                text.Append("  ")
                    .Append(
                        Counts[row][i].ToString(CultureInfo.InvariantCulture).PadLeft(columns[i])
                    );
            }

            var accuracy =
                Rows(row) == 0
                    ? "no rows"
                    : Accuracy(row).ToString("F3", CultureInfo.InvariantCulture);
            text.Append("  ").Append(accuracy.PadLeft("accuracy".Length)).Append('\n');
        }

        return text.ToString();
    }
}
