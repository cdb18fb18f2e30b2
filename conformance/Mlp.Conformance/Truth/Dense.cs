using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>z = x W + b: x <c>[n, inputs]</c>, kernel W <c>[inputs, units]</c>, bias b <c>[units]</c>, z <c>[n, units]</c>.</summary>
internal static class Dense<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Matrix<T> Value(Matrix<T> x, Matrix<T> kernel, T[] bias)
    {
        var z = new Matrix<T>(x.Rows, kernel.Columns);
        for (var row = 0; row < x.Rows; row++)
        {
            for (var unit = 0; unit < kernel.Columns; unit++)
            {
                var sum = new Sum<T>();
                for (var input = 0; input < x.Columns; input++)
                {
                    sum.AddProduct(x[row, input], kernel[input, unit]);
                }

                sum.Add(bias[unit]);
                z[row, unit] = sum.Value;
            }
        }

        return z;
    }

    /// <summary>d sum(upstream*z)/dx = upstream W^T, <c>[n, inputs]</c>.</summary>
    public static Matrix<T> InputGradient(Matrix<T> kernel, Matrix<T> upstream)
    {
        var gradient = new Matrix<T>(upstream.Rows, kernel.Rows);
        for (var row = 0; row < upstream.Rows; row++)
        {
            for (var input = 0; input < kernel.Rows; input++)
            {
                var sum = new Sum<T>();
                for (var unit = 0; unit < kernel.Columns; unit++)
                {
                    sum.AddProduct(upstream[row, unit], kernel[input, unit]);
                }

                gradient[row, input] = sum.Value;
            }
        }

        return gradient;
    }

    /// <summary>d sum(upstream*z)/dW = x^T upstream, <c>[inputs, units]</c>.</summary>
    public static Matrix<T> KernelGradient(Matrix<T> x, Matrix<T> upstream)
    {
        var gradient = new Matrix<T>(x.Columns, upstream.Columns);
        for (var input = 0; input < x.Columns; input++)
        {
            for (var unit = 0; unit < upstream.Columns; unit++)
            {
                var sum = new Sum<T>();
                for (var row = 0; row < x.Rows; row++)
                {
                    sum.AddProduct(x[row, input], upstream[row, unit]);
                }

                gradient[input, unit] = sum.Value;
            }
        }

        return gradient;
    }

    /// <summary>d sum(upstream*z)/db = the column sums of upstream, <c>[units]</c>.</summary>
    public static T[] BiasGradient(Matrix<T> upstream)
    {
        var gradient = new T[upstream.Columns];
        for (var unit = 0; unit < upstream.Columns; unit++)
        {
            var sum = new Sum<T>();
            for (var row = 0; row < upstream.Rows; row++)
            {
                sum.Add(upstream[row, unit]);
            }

            gradient[unit] = sum.Value;
        }

        return gradient;
    }
}
