namespace Mlp.Data;

/// <summary>Named columns of equal length, in order: what tables in files hold. Each is a vector of any type.</summary>
public sealed class ColumnTable
{
    private readonly (string Name, Tensor Values)[] columns;

    /// <summary>A table of these columns.</summary>
    /// <exception cref="ArgumentException">A column is no vector, lengths differ, or a name appears twice.</exception>
    public ColumnTable(params IEnumerable<(string Name, Tensor Values)> columns)
    {
        this.columns = [.. columns];
        foreach (var (name, values) in this.columns)
        {
            if (values.Rank != 1 || values.Length != this.columns[0].Values.Length)
            {
                throw new ArgumentException(
                    $"Column '{name}' is {values}, the first is {this.columns[0].Values}; all must be vectors of one length.",
                    nameof(columns)
                );
            }
        }

        var twice = this
            .columns.CountBy(column => column.Name)
            .FirstOrDefault(count => count.Value > 1)
            .Key;
        if (twice is not null)
        {
            throw new ArgumentException($"Column '{twice}' appears twice.", nameof(columns));
        }
    }

    /// <summary>Names, in order.</summary>
    public IReadOnlyList<string> Names => Array.ConvertAll(columns, column => column.Name);

    /// <summary>Length of every column.</summary>
    public int Rows => columns.Length == 0 ? 0 : columns[0].Values.Length;

    /// <summary>The column of that name, <c>[rows]</c>.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest one.</exception>
    public Tensor this[string name]
    {
        get
        {
            var index = Array.FindIndex(columns, column => column.Name == name);
            return index >= 0
                ? columns[index].Values
                : throw Mlp.Names.Unknown("column", name, Names);
        }
    }

    /// <summary>The named columns side by side as float64, <c>[rows, names]</c>; all columns when none is named.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message names the nearest one. Or there are more values than an array holds.</exception>
    public Tensor<double> ToMatrix(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var asked = names.Count == 0 ? Names : names;
        if ((long)Rows * asked.Count > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{Rows} rows of {asked.Count} columns are more values than an array holds; take fewer of them.",
                nameof(names)
            );
        }

        Tensor<double>[] chosen = [.. asked.Select(name => this[name].ToFloat64())];
        var matrix = new double[Rows * chosen.Length];
        for (var column = 0; column < chosen.Length; column++)
        {
            for (var row = 0; row < Rows; row++)
            {
                matrix[row * chosen.Length + column] = chosen[column].Values[row];
            }
        }

        return Tensor.Create(matrix, Rows, chosen.Length);
    }
}
