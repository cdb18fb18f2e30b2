using System.Numerics;

namespace Mlp.Native;

/// <summary>Tensors in the type that an operation computes in.</summary>
internal static class Values<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The type.</summary>
    public static Precision Precision =>
        typeof(T) == typeof(double) ? Precision.Float64 : Precision.Float32;

    /// <summary>The values of a tensor of whatever type.</summary>
    public static ReadOnlySpan<T> Of(Tensor tensor) => ((Tensor<T>)tensor.To(Precision)).Values;

    /// <summary>One value, rounded.</summary>
    public static Tensor<T> Scalar(double value) => Tensor.Scalar(T.CreateTruncating(value));

    /// <summary>Values, rounded.</summary>
    public static Tensor<T> Round(double[] values, params ReadOnlySpan<int> shape) =>
        new(Array.ConvertAll(values, T.CreateTruncating), shape);
}
