namespace Mlp.Native.Tests;

public sealed class DenseTests
{
    private static readonly int[] Sizes = [1, 8, 15, 16, 17, 31, 33]; // around one and two sets of lanes, and one tile of rows

    [Test]
    public void Each_product_is_a_chain_of_fused_multiply_adds_in_the_order_of_k()
    {
        var operations = new CpuBackend().Operations;
        foreach (var rows in Sizes)
        {
            foreach (var (inputs, units) in new[] { (1, 33), (17, 1), (33, 15), (5, 100) })
            {
                var (x, kernel, bias, _) = Layer(Precision.Float32, rows, inputs, units);

                var y = operations.DenseForward("linear", x, kernel, bias);

                var expected = new float[rows * units];
                for (var i = 0; i < expected.Length; i++)
                {
                    var (row, unit) = (i / units, i % units);
                    var sum = 0f;
                    for (var k = 0; k < inputs; k++)
                    {
                        sum = MathF.FusedMultiplyAdd(
                            (float)x[(row * inputs) + k],
                            (float)kernel[(k * units) + unit],
                            sum
                        );
                    }

                    expected[i] = sum + (float)bias[unit];
                }

                Bits.AreEqual(y, Tensor.Create(expected, rows, units), $"{rows} {inputs} {units}");
            }
        }
    }

    // A row more than a block, and more rows than two.
    [Test]
    public void Gradients_in_weights_are_sums_of_blocks_of_rows_in_their_order(
        [Values(GradientBlocks.Rows + 1, 2500)] int rows
    )
    {
        foreach (var path in CpuBackend.Available)
        {
            var operations = new CpuBackend(path).Operations;
            var (x, kernel, bias, upstream) = Layer(Precision.Float32, rows, 7, 19);

            var gradients = operations.DenseBackward("linear", x, kernel, bias, upstream);

            var (inKernel, inBias) = (new float[7 * 19], new float[19]);
            for (var first = 0; first < rows; first += GradientBlocks.Rows)
            {
                var end = Math.Min(rows, first + GradientBlocks.Rows);
                var block = operations.DenseBackward(
                    "linear",
                    Rows(x, first, end),
                    kernel,
                    bias,
                    Rows(upstream, first, end)
                );
                Add(inKernel, block.Kernel);
                Add(inBias, block.Bias);
            }

            Bits.AreEqual(gradients.Kernel, Tensor.Create(inKernel, 7, 19), $"{path} {rows}");
            Bits.AreEqual(gradients.Bias, Tensor.Create(inBias, 19), $"{path} {rows}");
        }

        static Tensor Rows(Tensor all, int first, int end) =>
            Tensor.Create(
                all.ToFloat32().Values[(first * all.Shape[1])..(end * all.Shape[1])].ToArray(),
                end - first,
                all.Shape[1]
            );

        static void Add(float[] sums, Tensor block)
        {
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += (float)block[i];
            }
        }
    }

    [Test]
    public void Each_gradient_in_an_input_is_a_chain_of_fused_multiply_adds_in_the_order_of_units()
    {
        foreach (var path in CpuBackend.Available)
        {
            var operations = new CpuBackend(path).Operations;
            foreach (var rows in new[] { 1, 7, 33, 64, 65, 130 })
            {
                foreach (var (inputs, units) in new[] { (1, 100), (7, 10), (49, 49), (100, 3) })
                {
                    var (x, kernel, bias, upstream) = Layer(Precision.Float32, rows, inputs, units);

                    var gradient = operations.DenseBackward("linear", x, kernel, bias, upstream).X;

                    var expected = new float[rows * inputs];
                    for (var i = 0; i < expected.Length; i++)
                    {
                        var (row, input) = (i / inputs, i % inputs);
                        for (var k = 0; k < units; k++)
                        {
                            expected[i] = MathF.FusedMultiplyAdd(
                                (float)upstream[(row * units) + k],
                                (float)kernel[(input * units) + k],
                                expected[i]
                            );
                        }
                    }

                    Bits.AreEqual(
                        gradient,
                        Tensor.Create(expected, rows, inputs),
                        $"{path} {rows} {inputs} {units}"
                    );
                }
            }
        }
    }

    [Test]
    public void Gradients_are_slopes(
        [Values("linear", "tanh", "softmax", "log_softmax")] string activation
    )
    {
        var operations = new CpuBackend().Operations;
        var (x, kernel, bias, upstream) = Layer(Precision.Float64, 3, 5, 9);

        var gradients = operations.DenseBackward(activation, x, kernel, bias, upstream);

        Holds(gradients.X, x, v => operations.DenseForward(activation, v, kernel, bias));
        Holds(gradients.Kernel, kernel, v => operations.DenseForward(activation, x, v, bias));
        Holds(gradients.Bias, bias, v => operations.DenseForward(activation, x, kernel, v));

        void Holds(Tensor gradient, Tensor at, Func<Tensor, Tensor> forward)
        {
            Assert.That(gradient.Shape, Is.EqualTo(at.Shape));
            for (var i = 0; i < at.Length; i++)
            {
                var slope = CentralDifference.At(v => Dot(forward(v)), at, i);
                Assert.That(gradient[i], Is.EqualTo(slope).Within(1e-8));
            }
        }

        double Dot(Tensor y) => Enumerable.Range(0, y.Length).Sum(i => y[i] * upstream[i]);
    }

    [Test]
    public void All_paths_give_the_same_bits([Values] Precision precision)
    {
        var first = new CpuBackend(CpuBackend.Available[^1]).Operations;
        foreach (var name in CpuBackend.Available)
        {
            var operations = new CpuBackend(name).Operations;
            foreach (var rows in Sizes)
            {
                foreach (var units in Sizes)
                {
                    foreach (
                        var activation in new Activation[] { "relu", "gelu", "tanh", "softmax" }
                    )
                    {
                        var (x, kernel, bias, upstream) = Layer(precision, rows, 17, units);
                        Bits.AreEqual(
                            operations.DenseForward(activation, x, kernel, bias),
                            first.DenseForward(activation, x, kernel, bias),
                            name
                        );
                        var (dx, dk, db) = operations.DenseBackward(
                            activation,
                            x,
                            kernel,
                            bias,
                            upstream
                        );
                        var (ex, ek, eb) = first.DenseBackward(
                            activation,
                            x,
                            kernel,
                            bias,
                            upstream
                        );
                        Bits.AreEqual(dx, ex, name);
                        Bits.AreEqual(dk, ek, name);
                        Bits.AreEqual(db, eb, name);
                    }
                }
            }
        }
    }

    private static (Tensor X, Tensor Kernel, Tensor Bias, Tensor Upstream) Layer(
        Precision precision,
        int rows,
        int inputs,
        int units
    )
    {
        var draw = new Draw(rows + units);
        return (
            draw.Values(precision, rows, inputs),
            draw.Values(precision, inputs, units),
            draw.Values(precision, units),
            draw.Values(precision, rows, units)
        );
    }
}
