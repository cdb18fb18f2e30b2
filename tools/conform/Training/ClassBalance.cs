using System.Globalization;
using System.Text;
using Mlp;
using Mlp.Native;

namespace Conform.Training;

/// <summary>How many rows each class has, its share, and its weight.</summary>
internal static class ClassBalance
{
    /// <summary>Rows of each class.</summary>
    public static int[] Counts(Tensor labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in Labels(labels))
        {
            counts[label]++;
        }

        return counts;
    }

    /// <summary>The class of each row, from labels as numbers or as one-hot rows.</summary>
    public static IEnumerable<int> Labels(Tensor labels)
    {
        var whole = labels.RowLength > 1 ? Categories.ArgMax(labels) : labels;
        return Enumerable.Range(0, labels.Rows).Select(row => (int)whole[row]);
    }

    /// <summary>Accuracy of always naming the class that is largest among the training rows, on other rows.</summary>
    public static double MajorityBaseline(Tensor training, Tensor others, int classes)
    {
        var counts = Counts(training, classes);
        var largest = Array.IndexOf(counts, counts.Max());
        return Labels(others).Average(label => label == largest ? 1.0 : 0);
    }

    /// <summary>A line a class; weights where there are some.</summary>
    public static string Table(
        Tensor labels,
        IReadOnlyList<string> classes,
        IReadOnlyDictionary<int, double>? weights
    )
    {
        var counts = Counts(labels, classes.Count);
        var width = Math.Max(5, classes.Max(name => name.Length));
        var text = new StringBuilder();
        for (var i = 0; i < classes.Count; i++)
        {
            var weight = weights is null ? "" : $"  weight {weights.GetValueOrDefault(i, 1):F3}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {classes[i].PadRight(width)}  {counts[i], 9:N0} rows  {(double)counts[i] / labels.Rows, 6:P1}{weight}\n"
            );
        }

        return text.ToString();
    }
}
