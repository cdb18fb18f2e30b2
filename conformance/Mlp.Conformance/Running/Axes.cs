namespace Mlp.Conformance;

/// <summary>Moves axes of tensors.</summary>
internal static class Axes
{
    /// <summary>The same values with the axes in another order: axis i of the result is axis <c>order[i]</c> of the tensor.</summary>
    public static Tensor Permute(Tensor tensor, params int[] order)
    {
        int[] shape = [.. order.Select(axis => tensor.Shape[axis])];
        var strides = new int[tensor.Rank];
        var stride = 1;
        for (var axis = tensor.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= tensor.Shape[axis];
        }

        var places = new int[tensor.Length];
        var index = new int[order.Length];
        for (var i = 0; i < places.Length; i++)
        {
            for (var axis = 0; axis < order.Length; axis++)
            {
                places[i] += index[axis] * strides[order[axis]];
            }

            for (var axis = order.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
            {
                index[axis] = 0;
            }
        }

        return tensor.Reshape(tensor.Length).Gather(places).Reshape(shape);
    }

    /// <summary>The values repeated along axes of one, and along those in front that are lacking: numpy's broadcasting.</summary>
    /// <exception cref="InvalidCaseException">An axis is neither one nor as long as it must be.</exception>
    public static Tensor Broadcast(Tensor tensor, params int[] shape)
    {
        if (!Common([.. tensor.Shape], shape).SequenceEqual(shape))
        {
            throw new InvalidCaseException(
                $"{tensor} cannot be repeated to [{string.Join(", ", shape)}]."
            );
        }

        int[] sizes = [.. Enumerable.Repeat(1, shape.Length - tensor.Rank), .. tensor.Shape];
        var places = new int[shape.Aggregate(1, (product, size) => product * size)];
        for (var i = 0; i < places.Length; i++)
        {
            var (rest, stride) = (i, 1);
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                places[i] += sizes[axis] == 1 ? 0 : rest % shape[axis] * stride;
                rest /= shape[axis];
                stride *= sizes[axis];
            }
        }

        return tensor.Reshape(tensor.Length).Gather(places).Reshape(shape);
    }

    /// <summary>The shape that two are repeated to.</summary>
    /// <exception cref="InvalidCaseException">There is none.</exception>
    public static int[] Common(int[] one, int[] other)
    {
        var rank = Math.Max(one.Length, other.Length);
        return
        [
            .. Enumerable
                .Range(0, rank)
                .Select(axis =>
                    (Of(one, axis), Of(other, axis)) switch
                    {
                        (1, var size) => size,
                        (var size, 1) => size,
                        var (a, b) when a == b => a,
                        _ => throw new InvalidCaseException(
                            $"Shapes [{string.Join(", ", one)}] and [{string.Join(", ", other)}] do not go together."
                        ),
                    }
                ),
        ];

        int Of(int[] shape, int axis) =>
            axis < rank - shape.Length ? 1 : shape[axis - (rank - shape.Length)];
    }

    /// <summary>Rows as columns.</summary>
    public static Tensor Transpose(Tensor matrix) => Permute(matrix, 1, 0);

    /// <summary>What an operation along the last axis gives along another; the shape stays.</summary>
    public static Tensor Along(Tensor x, int axis, Func<Tensor, Tensor> operation) =>
        Permute(operation(Permute(x, ToLast(x.Rank, axis))), FromLast(x.Rank, axis));

    /// <summary>An axis counted from 0, of one that may be counted from the end.</summary>
    /// <exception cref="InvalidCaseException">There is no such axis.</exception>
    public static int Of(int axis, int rank) =>
        axis >= -rank && axis < rank
            ? axis < 0
                ? axis + rank
                : axis
            : throw new InvalidCaseException(
                $"Axis {axis} was given; axes are {-rank} to {rank - 1}."
            );

    /// <summary>The order that brings one axis to the end.</summary>
    public static int[] ToLast(int rank, int axis) =>
        [.. Enumerable.Range(0, rank).Where(i => i != axis), axis];

    /// <summary>The order that brings the last axis to a place.</summary>
    public static int[] FromLast(int rank, int axis) =>
        [.. Enumerable.Range(0, axis), rank - 1, .. Enumerable.Range(axis, rank - 1 - axis)];
}
