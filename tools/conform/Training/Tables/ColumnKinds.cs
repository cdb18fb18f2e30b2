using System.Globalization;
using Mlp.Data;

namespace Conform.Training;

/// <summary>Whether a column holds numbers or texts, by what stands in it.</summary>
internal static class ColumnKinds
{
    /// <summary>Whether every value that is there is a number.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="isTarget">Whether it is what is to be predicted, and cannot be left out.</param>
    /// <exception cref="InvalidDataException">Some are and some are not, or none is there.</exception>
    public static bool IsNumeric(TextTable table, string column, bool isTarget = false)
    {
        var values = table[column];
        var number = First(values, text => text.Length > 0 && TryNumber(text, out _));
        var word = First(values, text => text.Length > 0 && !TryNumber(text, out _));
        if (number is { } n && word is { } w)
        {
            throw new InvalidDataException(
                $"{table.Path}: column '{column}' holds numbers ('{Shown(values[n])}' in {table.Place(n)}) and texts ('{Shown(values[w])}' in {table.Place(w)}); "
                    + $"mend it, or take it as texts with --texts {column}{(isTarget ? "" : $", or leave it out with --ignore {column}")}."
            );
        }

        return number is not null
            || (
                word is null
                    ? throw new InvalidDataException(
                        $"{table.Path}: column '{column}' holds no value; leave it out with --ignore {column}."
                    )
                    : false
            );
    }

    /// <summary>A finite number, as tables write it.</summary>
    public static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number);

    /// <summary>A value from a file, short and on one line.</summary>
    public static string Shown(string text)
    {
        var line = OneLine.Of(text);
        return line.Length > 40 ? line[..40] + "..." : line;
    }

    private static int? First(IReadOnlyList<string> values, Func<string, bool> holds)
    {
        for (var row = 0; row < values.Count; row++)
        {
            if (holds(values[row]))
            {
                return row;
            }
        }

        return null;
    }
}
