using CsCheck;

namespace Mlp.Properties.Tests;

/// <summary>What holds of activations and dense layers, whatever the numbers.</summary>
[TestFixtureSource(typeof(Backends), nameof(Backends.Names))]
public class LayerProperties(string backend)
{
    // With the largest first and third derivative along one input, and how far value and slope may be off, in u, at inputs
    // within 4 of 0.
    private static readonly (
        Activation Activation,
        double First,
        double Third,
        double Off
    )[] Smooth =
    [
        (new Activation.Linear(), 1, 0, 1),
        (new Activation.Sigmoid(), 0.25, 0.13, 12),
        (new Activation.Tanh(), 1, 2, 14),
        (new Activation.Softplus(), 1, 0.1, 24),
        (new Activation.Silu(), 1.1, 0.6, 64),
        (new Activation.Gelu(), 1.13, 1.2, 40),
        (new Activation.Softmax(), 0.25, 0.13, 64),
        (new Activation.LogSoftmax(), 1, 0.1, 120),
    ];

    private readonly IOperations operations = Backends.Operations(backend);

    /// <summary>One dense layer on some rows, and what comes from above.</summary>
    internal sealed record Layer(
        Tensor<double> X,
        Tensor<double> Kernel,
        Tensor<double> Bias,
        Tensor<double> Upstream
    )
    {
        /// <summary>sum|x||w| + |b| of an element of y: each of K + 1 products and sums rounds that much at most.</summary>
        public double Magnitude(int i)
        {
            var (row, unit, units) = (i / Bias.Length, i % Bias.Length, Bias.Length);
            var sum = Math.Abs(Bias[unit]);
            for (var k = 0; k < X.RowLength; k++)
            {
                sum += Math.Abs(X[row * X.RowLength + k] * Kernel[k * units + unit]);
            }

            return sum;
        }
    }

    private static readonly Gen<Layer> Layers =
        from rows in Draws.Rows
        from inputs in Draws.Columns
        from units in Draws.Columns
        from x in Draws.Matrix(rows, inputs)
        from kernel in Draws.Matrix(inputs, units)
        from bias in Draws.Vector(units)
        from upstream in Draws.Matrix(rows, units)
        select new Layer(x, kernel, bias, upstream);

    [Test]
    public void Rows_in_another_order_have_their_outputs_in_that_order(
        [Values] Precision precision
    ) =>
        Property.Holds(
            from layer in Layers
            from order in Gen.Shuffle(Enumerable.Range(0, layer.X.Rows).ToArray())
            select (layer, order),
            drawn =>
            {
                var (layer, order) = drawn;
                var (kernel, bias) = (layer.Kernel.To(precision), layer.Bias.To(precision));
                var linear = new Activation.Linear();
                var u = Backends.UnitRoundoff(precision);
                Property.Close(
                    "y",
                    operations.DenseForward(
                        linear,
                        layer.X.Gather(order).To(precision),
                        kernel,
                        bias
                    ),
                    operations
                        .DenseForward(linear, layer.X.To(precision), kernel, bias)
                        .Gather(order),
                    // Native sums every element in the same order. The reference leaves that to its library, which may not.
                    i =>
                        backend.StartsWith("cpu", StringComparison.Ordinal)
                            ? 0
                            : 2
                                * (layer.X.RowLength + 1)
                                * u
                                * layer.Magnitude(
                                    order[i / layer.Bias.Length] * layer.Bias.Length
                                        + i % layer.Bias.Length
                                )
                );
            }
        );

    [Test]
    public void Gradients_of_a_batch_are_the_sums_of_those_of_its_rows(
        [Values] Precision precision
    ) =>
        Property.Holds(
            Layers,
            layer =>
            {
                var u = Backends.UnitRoundoff(precision);
                var (kernel, bias) = (layer.Kernel.To(precision), layer.Bias.To(precision));
                var batch = Backward(layer.X, layer.Upstream);
                var singles = Enumerable
                    .Range(0, layer.X.Rows)
                    .Select(row => Backward(layer.X.Gather([row]), layer.Upstream.Gather([row])))
                    .ToArray();
                var (n, units) = (layer.X.Rows, layer.Bias.Length);
                Property.Close(
                    "grad_kernel",
                    batch.Kernel,
                    Sum(singles.Select(single => single.Kernel)),
                    // A sum of n products, and the n products of the single rows.
                    i =>
                        (n + 2)
                        * u
                        * Enumerable
                            .Range(0, n)
                            .Sum(row =>
                                Math.Abs(
                                    layer.X[row * layer.X.RowLength + i / units]
                                        * layer.Upstream[row * units + i % units]
                                )
                            )
                );
                Property.Close(
                    "grad_bias",
                    batch.Bias,
                    Sum(singles.Select(single => single.Bias)),
                    i =>
                        n
                        * u
                        * Enumerable
                            .Range(0, n)
                            .Sum(row => Math.Abs(layer.Upstream[row * units + i]))
                );

                DenseGradients Backward(Tensor x, Tensor upstream) =>
                    operations.DenseBackward(
                        new Activation.Linear(),
                        x.To(precision),
                        kernel,
                        bias,
                        upstream.To(precision)
                    );
            }
        );

    // (f(x + h) - f(x - h)) / 2h is off by f'''h^2/6 and by what both values are off, over 2h.
    [Test]
    public void Gradients_of_activations_are_central_differences()
    {
        const double h = 1.0 / (1 << 17);
        var u = Backends.UnitRoundoff(Precision.Float64);
        Property.Holds(
            from kind in Gen.Int[0, Smooth.Length - 1]
            from rows in Draws.Rows
            from columns in Draws.Columns
            from x in Draws.Matrix(rows, columns)
            from upstream in Draws.Matrix(rows, columns)
            from place in Gen.Int[0, rows * columns - 1]
            select (kind, x, upstream, place),
            drawn =>
            {
                var (kind, x, upstream, place) = drawn;
                var (activation, first, third, off) = Smooth[kind];
                var (start, width) = (place / x.RowLength * x.RowLength, x.RowLength);
                var above = Enumerable.Range(start, width).Sum(i => Math.Abs(upstream[i]));
                var (up, down) = (At(h), At(-h));
                // Softmax ties a row together: every output of it may move.
                var difference = Enumerable
                    .Range(start, width)
                    .Sum(i => upstream[i] * ((up[i] - down[i]) / (2 * h)));
                Property.Close(
                    activation.Name,
                    Tensor.Scalar(operations.ActivateGradient(activation, x, upstream)[place]),
                    Tensor.Scalar(difference),
                    _ =>
                        above
                        * (third * h * h / 6 + off * u / h + (off + 2 * width + 8) * u * first)
                );

                Tensor At(double by)
                {
                    var values = x.Values.ToArray();
                    values[place] += by;
                    return operations.Activate(activation, Tensor.Create(values, [.. x.Shape]));
                }
            }
        );
    }

    // sum(upstream * y) is linear in every weight: its central difference has no error but rounding.
    [Test]
    public void Gradients_of_a_layer_are_central_differences()
    {
        const double h = 1.0 / 1024;
        var u = Backends.UnitRoundoff(Precision.Float64);
        Property.Holds(
            from layer in Layers
            from place in Gen.Int[0, layer.Kernel.Length - 1]
            select (layer, place),
            drawn =>
            {
                var (layer, place) = drawn;
                var linear = new Activation.Linear();
                var (units, rows) = (layer.Bias.Length, layer.X.Rows);
                var unit = place % units;
                var difference = (At(h) - At(-h)) / (2 * h);
                // K + 1 roundings of each y of that unit, as often as there are rows, and those of their sum.
                var magnitude = Enumerable
                    .Range(0, rows)
                    .Sum(row =>
                        Math.Abs(layer.Upstream[row * units + unit])
                        * (layer.Magnitude(row * units + unit) + 4 * h)
                    );
                Property.Close(
                    "grad_kernel",
                    Tensor.Scalar(
                        operations
                            .DenseBackward(
                                linear,
                                layer.X,
                                layer.Kernel,
                                layer.Bias,
                                layer.Upstream
                            )
                            .Kernel[place]
                    ),
                    Tensor.Scalar(difference),
                    _ => (layer.X.RowLength + 1 + rows + 2) * u * magnitude * (1 / h + 1)
                );

                double At(double by)
                {
                    var values = layer.Kernel.Values.ToArray();
                    values[place] += by;
                    var y = operations.DenseForward(
                        linear,
                        layer.X,
                        Tensor.Create(values, [.. layer.Kernel.Shape]),
                        layer.Bias
                    );
                    return Enumerable
                        .Range(0, rows)
                        .Sum(row => layer.Upstream[row * units + unit] * y[row * units + unit]);
                }
            }
        );
    }

    private static Tensor<double> Sum(IEnumerable<Tensor> tensors)
    {
        Tensor[] all = [.. tensors];
        return Tensor.Create(
            [.. Enumerable.Range(0, all[0].Length).Select(i => all.Sum(tensor => tensor[i]))],
            [.. all[0].Shape]
        );
    }
}
