using System.Numerics;

namespace Mlp.Conformance.Truth;

/// <summary>Any activation over a table: softmax and log-softmax row by row, the others value by value.</summary>
internal static class Activations<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>activation(x), x <c>[rows, columns]</c>.</summary>
    public static Matrix<T> Value(Activation activation, Matrix<T> x)
    {
        var y = new Matrix<T>(x.Rows, x.Columns);
        for (var row = 0; row < x.Rows; row++)
        {
            switch (activation)
            {
                case Activation.Softmax:
                    Softmax<T>.Value(x.Row(row)).CopyTo(y.Row(row));
                    break;
                case Activation.LogSoftmax:
                    LogSoftmax<T>.Value(x.Row(row)).CopyTo(y.Row(row));
                    break;
                default:
                    var formula = Elementwise(activation);
                    for (var column = 0; column < x.Columns; column++)
                    {
                        y[row, column] = formula.Value(x[row, column]);
                    }

                    break;
            }
        }

        return y;
    }

    /// <summary>d sum(upstream * activation(x)) / dx; all <c>[rows, columns]</c>.</summary>
    public static Matrix<T> Gradient(Activation activation, Matrix<T> x, Matrix<T> upstream)
    {
        var gradient = new Matrix<T>(x.Rows, x.Columns);
        for (var row = 0; row < x.Rows; row++)
        {
            switch (activation)
            {
                case Activation.Softmax:
                    Softmax<T>.Gradient(x.Row(row), upstream.Row(row)).CopyTo(gradient.Row(row));
                    break;
                case Activation.LogSoftmax:
                    LogSoftmax<T>.Gradient(x.Row(row), upstream.Row(row)).CopyTo(gradient.Row(row));
                    break;
                default:
                    var formula = Elementwise(activation);
                    for (var column = 0; column < x.Columns; column++)
                    {
                        gradient[row, column] =
                            upstream[row, column] * formula.Slope(x[row, column]);
                    }

                    break;
            }
        }

        return gradient;
    }

    private static IElementwise<T> Elementwise(Activation activation) =>
        activation switch
        {
            Activation.Linear => new Linear<T>(),
            Activation.Relu => new Relu<T>(),
            Activation.LeakyRelu leaky => new LeakyRelu<T>(leaky.Slope),
            Activation.Elu elu => new Elu<T>(elu.Alpha),
            Activation.Selu selu => new Elu<T>(selu.Alpha, selu.Scale),
            Activation.Gelu { Approximate: true } => new ApproximateGelu<T>(),
            Activation.Gelu => new Gelu<T>(),
            Activation.Silu => new Silu<T>(),
            Activation.Softplus => new Softplus<T>(),
            Activation.Sigmoid => new Sigmoid<T>(),
            Activation.Tanh => new Tanh<T>(),
            _ => throw new NotSupportedException(
                $"Activation {activation.Name} is not known here."
            ),
        };
}
