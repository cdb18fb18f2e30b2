using Mlp;
using Mlp.Data;
using Mlp.Native;

namespace Conform.Training;

/// <summary>How rows of a table become inputs: numbers scaled to mean 0 and deviation 1 of the training rows, texts as one input each.</summary>
/// <param name="Columns">The columns, in the order of the inputs.</param>
/// <param name="Target">The column that is predicted.</param>
internal sealed record Preparation(IReadOnlyList<Column> Columns, string Target)
{
    private const int MostTexts = 1000;

    /// <summary>Inputs of one row.</summary>
    public int Inputs => Columns.Sum(column => column.Inputs);

    /// <summary>Learns means, scales and texts from training rows.</summary>
    /// <param name="table">The training rows.</param>
    /// <param name="columns">The columns to take.</param>
    /// <param name="texts">Those to take as texts, whatever stands in them.</param>
    /// <param name="target">The column that is predicted.</param>
    /// <exception cref="InvalidDataException">A column holds numbers and texts, or more texts than are told apart.</exception>
    public static Preparation Fit(
        TextTable table,
        IEnumerable<string> columns,
        IReadOnlyCollection<string> texts,
        string target
    ) =>
        new(
            [
                .. columns.Select(name =>
                    !texts.Contains(name) && ColumnKinds.IsNumeric(table, name)
                        ? Numbers(table, name)
                        : Texts(table, name)
                ),
            ],
            target
        );

    /// <summary>The inputs of rows, <c>[rows, inputs]</c>. A text that was not among the training rows becomes 0 in every input of its column.</summary>
    /// <exception cref="ArgumentException">A column is not there; the message names the nearest one.</exception>
    /// <exception cref="InvalidDataException">A number is missing or none, or there are more inputs than an array holds.</exception>
    public Tensor<float> Transform(TextTable table)
    {
        if ((long)table.Rows * Inputs > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{table.Path}: {table.Rows} rows of {Inputs} inputs are more numbers than an array holds; take fewer rows, or columns of fewer texts."
            );
        }

        var inputs = new float[table.Rows * Inputs];
        var first = 0;
        foreach (var column in Columns)
        {
            var values = table[column.Name];
            var places = column.Texts?.Index().ToDictionary(text => text.Item, text => text.Index);
            for (var row = 0; row < table.Rows; row++)
            {
                if (places is not null)
                {
                    if (places.TryGetValue(values[row], out var place))
                    {
                        inputs[(row * Inputs) + first + place] = 1;
                    }
                }
                else
                {
                    inputs[(row * Inputs) + first] = (float)(
                        (Number(table, column.Name, row) - column.Mean!) / column.Scale!
                    );
                }
            }

            first += column.Inputs;
        }

        return Tensor.Create(inputs, table.Rows, Inputs);
    }

    /// <summary>The number in a row.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static double Number(TextTable table, string column, int row)
    {
        var text = table[column][row];
        return ColumnKinds.TryNumber(text, out var number)
            ? number
            : throw new InvalidDataException(
                text.Length == 0
                    ? $"{table.Path}, {table.Place(row)}: column '{column}' has no value; fill it in, or take such rows out of the table."
                    : $"{table.Path}, {table.Place(row)}: column '{column}' holds '{ColumnKinds.Shown(text)}', which is no finite number."
            );
    }

    /// <summary>Refuses what a damaged file may hold.</summary>
    /// <exception cref="InvalidDataException">A column is neither numbers nor texts.</exception>
    public void Check(string path)
    {
        foreach (var column in Columns)
        {
            var numbers = column is { Mean: not null, Scale: not null and not 0, Texts: null };
            var texts =
                column is { Mean: null, Scale: null, Texts.Count: > 0 }
                && !column.Texts.Contains(null!)
                && column.Texts.Distinct().Count() == column.Texts.Count;
            if (!numbers && !texts)
            {
                throw new InvalidDataException(
                    OneLine.Of(
                        $"{path}: column '{column?.Name}' of the notes is neither scaled numbers nor different texts."
                    )
                );
            }
        }
    }

    private static Column Numbers(TextTable table, string name)
    {
        var values = Enumerable
            .Range(0, table.Rows)
            .Select(row => Number(table, name, row))
            .ToArray();
        var scaler = new StandardScaler();
        scaler.Fit(Tensor.Create(values, values.Length, 1));
        return new(name, scaler.Mean![0], scaler.Scale![0], null);
    }

    private static Column Texts(TextTable table, string name)
    {
        string[] texts = [.. table[name].Distinct().Order(StringComparer.Ordinal)];
        return texts.Length <= MostTexts
            ? new(name, null, null, texts)
            : throw new InvalidDataException(
                $"{table.Path}: column '{name}' holds {texts.Length} different texts, and {MostTexts} are the most; it names rows more than it groups them. "
                    + $"Leave it out with --ignore {name}."
            );
    }
}
