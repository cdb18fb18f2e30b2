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

    /// <summary>Rows as columns.</summary>
    public static Tensor Transpose(Tensor matrix) => Permute(matrix, 1, 0);

    /// <summary>The order that brings one axis to the end.</summary>
    public static int[] ToLast(int rank, int axis) =>
        [.. Enumerable.Range(0, rank).Where(i => i != axis), axis];

    /// <summary>The order that brings the last axis to a place.</summary>
    public static int[] FromLast(int rank, int axis) =>
        [.. Enumerable.Range(0, axis), rank - 1, .. Enumerable.Range(axis, rank - 1 - axis)];
}
