using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>The index of the first maximum, as numpy finds it: NaN is above all, and the first NaN wins.</summary>
internal static class ArgMax
{
    public static int Of<T>(ReadOnlySpan<T> values)
        where T : INumberBase<T>, IComparisonOperators<T, T, bool>
    {
        var best = 0;
        for (var i = 1; i < values.Length; i++)
        {
            if (!T.IsNaN(values[best]) && (values[i] > values[best] || T.IsNaN(values[i])))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>Along an axis, negative from the end; null: of all values, a scalar.</summary>
    /// <exception cref="ArgumentException">There is no such axis, or nothing along it.</exception>
    public static Tensor<long> Along(Tensor x, int? axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (axis is null || x.Rank == 0) // a scalar is one value along one axis
        {
            return Along(x.Reshape(x.Length), axis ?? 0);
        }

        var dropped = axis.Value < 0 ? axis.Value + x.Rank : axis.Value;
        if (dropped < 0 || dropped >= x.Rank || x.Shape[dropped] == 0)
        {
            throw new ArgumentException(
                $"argmax along axis {axis} of {x}; give an axis that it has, with at least one value.",
                nameof(axis)
            );
        }

        int[] shape = [.. x.Shape.Where((_, i) => i != dropped)];
        var outer = x.Shape.Take(dropped).Aggregate(1, (product, size) => product * size);
        var inner = x.Shape.Skip(dropped + 1).Aggregate(1, (product, size) => product * size);
        var result = new long[outer * inner];
        var line = new double[x.Shape[dropped]];
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < inner; i++)
            {
                for (var j = 0; j < line.Length; j++)
                {
                    line[j] = x[(o * line.Length + j) * inner + i];
                }

                result[o * inner + i] = Of<double>(line);
            }
        }

        return Tensor.Create(result, shape);
    }
}
