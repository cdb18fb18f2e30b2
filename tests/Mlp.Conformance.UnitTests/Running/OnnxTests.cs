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

    [TestCase("Softsign", "{}")]
    [TestCase("Gemm", """{"alpha": 0.5}""")]
    [TestCase("ArgMax", """{"select_last_index": 1}""")]
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
        return result.Outputs["y"].AsTensor();
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
