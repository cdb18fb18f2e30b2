namespace Mlp.Conformance.UnitTests;

internal sealed class DegeneracyTests
{
    private static readonly Tensor Zeros = Tensor.Vector([0.0, -0.0, 0.0]);
    private static readonly Tensor Quarters = Tensor.Vector([0.25, 0.25]);

    [TestCase(true, "zeros")]
    [TestCase(true, "quarters")]
    [TestCase(true, "nan")]
    [TestCase(true, "empty")]
    [TestCase(true, "zeros", "zero")] // a scalar 0 beside zeros
    [TestCase(false, "quarters", "three")] // a scalar that is not 0
    [TestCase(false, "zeros", "ramp")] // one output that proves something is enough
    [TestCase(false, "zero")] // a single value
    [TestCase(false, "ramp")]
    public void Outputs_of_one_value_only_prove_nothing(bool mistrusted, params string[] outputs)
    {
        var value = Of(outputs);
        var verdict = new Judge().Verdict(
            value,
            Make.Ok(value, value.Expected.Entries.Select(entry => (entry.Key, entry.Value)))
        );
        Assert.That(
            verdict.Kind,
            Is.EqualTo(mistrusted ? VerdictKind.Mistrusted : VerdictKind.Passed)
        );
    }

    [Test]
    public void A_case_may_say_why_it_is_meant_so()
    {
        Assert.That(
            Degeneracy.Of(Of("zeros") with { Tags = ["degenerate:all_weights_zero"] }),
            Is.Null
        );
        Assert.That(
            Degeneracy.Of(Of("zeros") with { Tags = ["degenerate:"] }),
            Is.Not.Null,
            "a reason is needed"
        );
    }

    [Test]
    public void What_others_computed_twice_is_trusted() =>
        Assert.That(
            Degeneracy.Of(Of("zeros") with { Bounds = null, Expected64 = Of("zeros").Expected }),
            Is.Null
        );

    [Test]
    public void Whole_numbers_are_exact_answers() =>
        Assert.That(
            Degeneracy.Of(
                Of("zeros") with
                {
                    Expected = Node.Map.Of(("argmax", Tensor.Vector([0L, 0]))),
                }
            ),
            Is.Null
        );

    [TestCase("splits")]
    [TestCase("onehot_argmax")]
    public void Answers_in_whole_numbers_written_as_reals_are_exact_too(string family) =>
        Assert.That(Degeneracy.Of(Of("zeros") with { Family = family }), Is.Null);

    [Test]
    public void It_says_in_which_way()
    {
        Assert.That(Degeneracy.Of(Of("empty")), Does.Contain("it is empty"));
        Assert.That(Degeneracy.Of(Of("zeros")), Does.Contain("one value only"));
    }

    private static Case Of(params string[] outputs) =>
        Make.Golden(Quarters, Make.Exact) with
        {
            Expected = Node.Map.Of(outputs.Select(name => (name, (Node)Value(name)))),
        };

    private static Tensor Value(string name) =>
        name switch
        {
            "zeros" => Zeros,
            "quarters" => Quarters,
            "nan" => Tensor.Vector([double.NaN, double.NaN]),
            "empty" => Tensor.Create(Array.Empty<double>(), 0, 3),
            "zero" => Tensor.Scalar(0.0),
            "three" => Tensor.Scalar(3.0),
            _ => Tensor.Vector([1.0, 2.0]),
        };
}
