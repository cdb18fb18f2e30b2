using System.Numerics;

namespace Mlp.Native;

/// <summary>The operations in one type on one path, by the very code that trains.</summary>
internal sealed partial class TypedOperations<T, L> : ITypedOperations
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    private static Precision Precision =>
        typeof(T) == typeof(double) ? Precision.Float64 : Precision.Float32;

    private static ReadOnlySpan<T> ValuesOf(Tensor tensor) =>
        ((Tensor<T>)tensor.To(Precision)).Values;

    private static Tensor<T> Scalar(double value) => Tensor.Scalar(T.CreateTruncating(value));

    private static Tensor<T> Round(double[] values, params ReadOnlySpan<int> shape) =>
        new(Array.ConvertAll(values, T.CreateTruncating), shape);
}
