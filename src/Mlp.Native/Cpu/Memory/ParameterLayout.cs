using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// Where the variables of a model lie in one array: one after another, each padded to whole sets of lanes and cut into
/// <see cref="Panels{T}"/>. Weights, gradients and optimizer state share it.
/// </summary>
internal sealed unsafe class ParameterLayout<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A layout for variables of these shapes.</summary>
    public ParameterLayout(IEnumerable<IReadOnlyList<int>> shapes)
    {
        var variables = new List<Variable>();
        foreach (var shape in shapes)
        {
            var columns = shape.Count == 0 ? 1 : shape[^1];
            var rows = shape.SkipLast(1).Aggregate(1, (product, size) => product * size);
            variables.Add(new([.. shape], rows, columns, Length));
            Length += variables[^1].Length;
        }

        Variables = [.. variables];
    }

    /// <summary>The variables, in order.</summary>
    public Variable[] Variables { get; }

    /// <summary>Values in all, padding included.</summary>
    public long Length { get; }

    /// <summary>Copies the variables into the array.</summary>
    public void Write(Weights weights, T* array)
    {
        for (var i = 0; i < Variables.Length; i++)
        {
            var variable = Variables[i];
            var values = ((Tensor<T>)weights[i]).Values;
            var panels = variable.In(array);
            for (var row = 0; row < variable.Rows; row++)
            {
                for (var set = 0; set < variable.Sets; set++)
                {
                    var place = variable.Place(row, set, out var count);
                    values.Slice(place, count).CopyTo(new(panels.At(row, set), count));
                }
            }
        }
    }

    /// <summary>Copies the variables out of the array.</summary>
    public Weights Read(T* array) =>
        new(Variables.Select(variable => (Tensor)Read(variable, array)));

    private static Tensor<T> Read(Variable variable, T* array)
    {
        var values = new T[variable.Rows * variable.Columns];
        var panels = variable.In(array);
        for (var row = 0; row < variable.Rows; row++)
        {
            for (var set = 0; set < variable.Sets; set++)
            {
                var place = variable.Place(row, set, out var count);
                new ReadOnlySpan<T>(panels.At(row, set), count).CopyTo(values.AsSpan(place));
            }
        }

        return new(values, variable.Shape);
    }

    /// <summary>One variable, as a matrix of rows.</summary>
    internal sealed record Variable(int[] Shape, int Rows, int Columns, long Offset)
    {
        /// <summary>Values, padding included.</summary>
        public long Length => (long)Rows * Sets * Lane<T>.Count;

        /// <summary>Sets of lanes in a row.</summary>
        public int Sets => Lane<T>.Sets(Columns);

        /// <summary>The variable in an array of the layout.</summary>
        public Panels<T> In(T* array) => Panels<T>.Cut(array + Offset, Rows, Sets);

        /// <summary>The place of a set of a row in the matrix without padding, and how many values it has there.</summary>
        public int Place(int row, int set, out int count)
        {
            count = Math.Min(Lane<T>.Count, Columns - (set * Lane<T>.Count));
            return (row * Columns) + (set * Lane<T>.Count);
        }
    }
}
