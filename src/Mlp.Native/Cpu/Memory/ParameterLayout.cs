using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// Where the variables of a model lie in one array: one after another, each row padded to whole sets of lanes. Weights,
/// gradients and optimizer state share it.
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
            variables.Add(new([.. shape], rows, columns, Lane<T>.Padded(columns), Length));
            Length += (long)rows * Lane<T>.Padded(columns);
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
            for (var row = 0; row < variable.Rows; row++)
            {
                values
                    .Slice(row * variable.Columns, variable.Columns)
                    .CopyTo(
                        new(
                            array + variable.Offset + ((long)row * variable.Stride),
                            variable.Columns
                        )
                    );
            }
        }
    }

    /// <summary>Copies the variables out of the array.</summary>
    public Weights Read(T* array) =>
        new(Variables.Select(variable => (Tensor)Read(variable, array)));

    private static Tensor<T> Read(Variable variable, T* array)
    {
        var values = new T[variable.Rows * variable.Columns];
        for (var row = 0; row < variable.Rows; row++)
        {
            new ReadOnlySpan<T>(
                array + variable.Offset + ((long)row * variable.Stride),
                variable.Columns
            ).CopyTo(values.AsSpan(row * variable.Columns));
        }

        return new(values, variable.Shape);
    }

    /// <summary>One variable, as a matrix of rows.</summary>
    internal sealed record Variable(int[] Shape, int Rows, int Columns, int Stride, long Offset)
    {
        /// <summary>Values, padding included.</summary>
        public long Length => (long)Rows * Stride;
    }
}
