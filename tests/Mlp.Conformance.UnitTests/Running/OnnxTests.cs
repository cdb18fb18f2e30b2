using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests;

internal sealed class OnnxTests
{
    private static readonly Tensor Matrix = Tensor.Create([1f, 2f, 3f, 4f, 5f, 7f], 2, 3);

    [Test]
    public void Softmax_works_along_any_axis()
    {
        var result = Run("Softmax", """{"axis": 0}""", ("x", Matrix));
        Assert.That(result.Shape, Is.EqualTo(new[] { 2, 3 }));
        for (var column = 0; column < 3; column++)
        {
            Assert.That(result[column] + result[3 + column], Is.EqualTo(1).Within(1e-6));
        }
    }

    [Test]
    public void ArgMax_keeps_the_axis_unless_told_otherwise()
    {
        Assert.That(
            Run("ArgMax", """{"axis": 1}""", ("data", Matrix)).Shape,
            Is.EqualTo(new[] { 2, 1 })
        );
        Assert.That(
            Run("ArgMax", """{"axis": 1, "keepdims": 0}""", ("data", Matrix)).Shape,
            Is.EqualTo(new[] { 2 })
        );
        Assert.That(Run("ArgMax", "{}", ("data", Matrix)).Shape, Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    public void OneHot_puts_its_two_values_along_any_axis()
    {
        var result = Run(
            "OneHot",
            """{"axis": 0}""",
            ("indices", Tensor.Vector([2L, 0])),
            ("depth", Tensor.Scalar(3L)),
            ("values", Tensor.Vector([-1, 5]))
        );
        Assert.That(result.Shape, Is.EqualTo(new[] { 3, 2 }));
        Assert.That(
            ((Tensor<int>)result).Values.ToArray(),
            Is.EqualTo(new[] { -1, 5, -1, -1, 5, -1 })
        );
    }

    [Test]
    public void Gemm_takes_transposes_and_any_bias_that_is_one_a_unit()
    {
        var product = Run(
            "Gemm",
            """{"transB": 1}""",
            ("a", Matrix),
            ("b", Matrix),
            ("c", Tensor.Create([10f, 20f], 1, 2))
        );
        Assert.That(
            product.ToFloat64().Values.ToArray(),
            Is.EqualTo(new double[] { 24, 55, 45, 110 })
        );
    }

    [TestCase(new int[0], new double[] { 27, 37, 65, 89 })]
    [TestCase(new[] { 2 }, new double[] { 27, 39, 65, 91 })]
    [TestCase(new[] { 2, 1 }, new double[] { 27, 37, 67, 91 })]
    [TestCase(new[] { 2, 2 }, new double[] { 27, 39, 69, 95 })]
    public void Gemm_has_factors_and_adds_whatever_is_repeated_to_its_shape(
        int[] shape,
        double[] expected
    )
    {
        var count = shape.Aggregate(1, (product, size) => product * size);
        var result = Run(
            "Gemm",
            """{"alpha": 2, "beta": -2, "transA": 1}""",
            ("a", Tensor.Create([1f, 3f, 2f, 4f], 2, 2)),
            ("b", Tensor.Create([5f, 7f, 4.5f, 6f], 2, 2)),
            ("c", Tensor.Create([.. Enumerable.Range(0, count).Select(i => 0.5f - i)], shape))
        );

        Assert.That(result.Shape, Is.EqualTo(new[] { 2, 2 }));
        Assert.That(result.ToFloat64().Values.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void ArgMax_takes_the_last_of_equal_maxima_if_told()
    {
        var data = Tensor.Create([2f, 2f, 1f, 0f, 3f, 3f], 2, 3);
        var last = Run("ArgMax", """{"axis": 1, "select_last_index": 1}""", ("data", data));
        Assert.That(last.ToFloat64().Values.ToArray(), Is.EqualTo(new double[] { 1, 2 }));
        var down = Run(
            "ArgMax",
            """{"axis": 0, "select_last_index": 1, "keepdims": 0}""",
            ("data", Tensor.Create([2f, 1f, 2f, 0f, 1f, 1f], 3, 2))
        );
        Assert.That(down.ToFloat64().Values.ToArray(), Is.EqualTo(new double[] { 1, 2 }));
    }

    [TestCase("{}", new double[] { 0, 1, 0, 1, 0, 0 })]
    [TestCase("""{"axis": 0}""", new double[] { 0, 1, 1, 1, 0, 0 })]
    public void Hardmax_is_1_at_the_first_maximum_along_its_axis(
        string parameters,
        double[] expected
    )
    {
        var result = Run(
            "Hardmax",
            parameters,
            ("x", Tensor.Create([1f, 3f, 3f, 2f, 0f, 1f], 2, 3))
        );

        Assert.That(result, Is.InstanceOf<Tensor<float>>());
        Assert.That(result.Shape, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(result.ToFloat64().Values.ToArray(), Is.EqualTo(expected));
    }

    [Test]
    public void OneHot_counts_negative_indices_from_the_end_and_leaves_out_what_lies_outside()
    {
        var result = Run(
            "OneHot",
            "{}",
            ("indices", Tensor.Vector([-1L, 3, 1, -4])),
            ("depth", Tensor.Scalar(3L)),
            ("values", Tensor.Vector([0f, 1f]))
        );

        Assert.That(
            result.ToFloat64().Values.ToArray(),
            Is.EqualTo(new double[] { 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0 })
        );
    }

    [Test]
    public void Rows_of_the_cross_entropy_lie_along_all_axes_but_that_of_the_classes()
    {
        // [rows, classes, places], and the same as [rows x places, classes].
        var x = Tensor.Create([1f, 2f, 0f, -1f, 3f, 0.5f, 2f, 2f, 1f, 0f, 4f, -2f], 2, 3, 2);
        var flat = Tensor.Create([1f, 0f, 3f, 2f, -1f, 0.5f, 2f, 1f, 4f, 2f, 0f, -2f], 4, 3);
        var y = Tensor.Create([0L, 1, 2, 0], 2, 2);

        var losses = Run(
            "SoftmaxCrossEntropyLoss",
            """{"reduction": "none"}""",
            ("x", x),
            ("y", y)
        );

        Assert.That(losses.Shape, Is.EqualTo(new[] { 2, 2 }));
        Assert.That(
            losses.ToFloat64().Values.ToArray(),
            Is.EqualTo(
                Run(
                        "SoftmaxCrossEntropyLoss",
                        """{"reduction": "none"}""",
                        ("x", flat),
                        ("y", y.Reshape(4))
                    )
                    .ToFloat64()
                    .Values.ToArray()
            )
        );
    }

    [TestCase(new[] { 2, 4, 3 }, new[] { 2, 3, 5 }, new[] { 2, 4, 5 })]
    [TestCase(new[] { 4, 3 }, new[] { 2, 3, 5 }, new[] { 2, 4, 5 })]
    [TestCase(new[] { 7, 1, 4, 3 }, new[] { 2, 3, 5 }, new[] { 7, 2, 4, 5 })]
    [TestCase(new[] { 3 }, new[] { 2, 3, 5 }, new[] { 2, 5 })]
    [TestCase(new[] { 2, 4, 3 }, new[] { 3 }, new[] { 2, 4 })]
    [TestCase(new[] { 3 }, new[] { 3 }, new int[0])]
    [TestCase(new[] { 2, 3 }, new[] { 3 }, new[] { 2 })]
    [TestCase(new[] { 3 }, new[] { 3, 2 }, new[] { 2 })]
    [TestCase(new[] { 4, 2, 3 }, new[] { 3, 5 }, new[] { 4, 2, 5 })]
    public void MatMul_keeps_the_axes_that_are_not_summed(int[] a, int[] b, int[] expected)
    {
        static Tensor Ones(int[] shape) =>
            Tensor.Create(
                Enumerable.Repeat(1f, shape.Aggregate(1, (p, s) => p * s)).ToArray(),
                shape
            );
        var product = Run("MatMul", "{}", ("a", Ones(a)), ("b", Ones(b)));
        Assert.That(product.Shape, Is.EqualTo(expected));
        Assert.That(product.ToFloat64().Values.ToArray(), Is.All.EqualTo(3));
    }

    [Test]
    public void Each_batch_of_MatMul_is_a_product_of_its_own()
    {
        var product = Run(
            "MatMul",
            "{}",
            ("a", Tensor.Create([1f, 2f, 3f, 4f], 2, 1, 2)),
            ("b", Tensor.Create([1f, 10f, 100f, 1000f], 2, 2, 1))
        );

        Assert.That(product.ToFloat64().Values.ToArray(), Is.EqualTo(new double[] { 21, 4300 }));
    }

    [TestCase("Softsign", "{}")]
    [TestCase("Clip", "{}")]
    public void What_the_library_has_not_is_unsupported_and_declined(string op, string parameters)
    {
        var value = Of(op, parameters, ("a", Matrix), ("b", Matrix));
        var result = new Runner(new PlainBackend()).Run(value);
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Unsupported));
        Assert.That(Onnx.Decline.Covers(value), Is.True);
    }

    [Test]
    public void A_case_without_its_inputs_is_an_error_and_not_declined()
    {
        var value = Of("MatMul", "{}", ("a", Matrix));
        Assert.That(Onnx.Decline.Covers(value), Is.False);
        var result = new Runner(new PlainBackend()).Run(value);
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Error));
        Assert.That(result.Message, Does.Contain("'b' is missing"));
    }

    [TestCase("Softmax", """{"axis": 9}""", "axes are -2 to 1")]
    [TestCase("ArgMax", """{"axis": -3}""", "axes are -2 to 1")]
    [TestCase("SoftmaxCrossEntropyLoss", "{}", "Label 7 has no weight")]
    public void What_an_operator_cannot_take_is_said(string op, string parameters, string message)
    {
        var value = Of(
            op,
            parameters,
            ("x", Matrix),
            ("y", Tensor.Vector(new long[] { 0, 7 })),
            ("w", Tensor.Vector([1f, 1f]))
        );
        var result = new Runner(new PlainBackend()).Run(value);
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Error));
        Assert.That(result.Message, Does.Contain(message));
    }

    [Test]
    public void An_operator_without_any_input_is_said() =>
        Assert.That(
            new Runner(new PlainBackend()).Run(Of("Sigmoid", "{}")).Message,
            Does.Contain("Sigmoid needs an input")
        );

    private static Tensor Run(string op, string parameters, params (string, Node)[] inputs)
    {
        var value = Of(op, parameters, inputs);
        Assert.That(Onnx.Decline.Covers(value), Is.False);
        var result = new Runner(new PlainBackend()).Run(value);
        Assert.That(result.Status, Is.EqualTo(ResultStatus.Ok), result.Message);
        return result.Outputs.Entries[0].Value.AsTensor();
    }

    private static Case Of(string op, string parameters, params (string, Node)[] inputs) =>
        new()
        {
            Id = $"onnx/{op}",
            Family = "onnx",
            Op = op,
            Params = NodeJson.Parse(parameters).AsMap(),
            DType = ElementType.Float32,
            Inputs = Node.Map.Of(inputs),
            Source = "test",
        };
}
