namespace Mlp.Conformance.UnitTests.Baselines;

/// <summary>The summary beside a baseline: a line moves if, and only if, its case does.</summary>
public class BaselineTextTests
{
    private static readonly Case Value = Make.Golden(Tensor.Vector([1f, 0f]), Make.Bound(1e-6));

    [Test]
    public void A_line_a_case_in_the_order_of_ids()
    {
        var other = Value with { Id = "a,b" };
        var text = BaselineText.Of([
            Judged(Value, Make.Ok(Value, ("y", Tensor.Vector([1.0000001f, 0f])))),
            Judged(other, Make.Ok(other, ("y", Tensor.Vector([2f, 0f])))),
            Judged(
                Value with
                {
                    Id = "absent",
                },
                new("absent", "fake", ResultStatus.Absent, Node.Map.Empty)
            ),
        ]);

        var lines = text.Split('\n');
        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines[0], Is.EqualTo("case,verdict,values,error_over_bound"));
        Assert.That(lines[1], Does.Match("^\"a,b\",failed,[0-9a-f]{12},1E\\+06$"));
        Assert.That(lines[2], Does.Match("^activations/relu/made,passed,[0-9a-f]{12},0.1192$"));
        Assert.That(lines[3], Is.Empty);
    }

    [Test]
    public void The_hash_is_that_of_equal_answers_and_no_others()
    {
        var hash = Hash(1f, 0f);

        Assert.That(Hash(1f, -0f), Is.EqualTo(hash));
        Assert.That(Hash(MathF.BitIncrement(1f), 0f), Is.Not.EqualTo(hash));
        Assert.That(Hash(float.NaN, 0f), Is.EqualTo(Hash(-float.NaN, 0f)));
        Assert.That(
            BaselineText.Hash(Value, Make.Ok(Value, ("z", Tensor.Vector([1f, 0f])))),
            Is.Not.EqualTo(hash)
        );
        Assert.That(
            BaselineText.Hash(
                Value,
                Make.Ok(
                    Value,
                    (
                        "y",
                        Tensor.FromRows<float>([
                            [1f, 0f],
                        ])
                    )
                )
            ),
            Is.Not.EqualTo(hash)
        );
    }

    [Test]
    public void The_sign_of_zero_counts_in_a_lane_of_its_own()
    {
        var signed = Value with { Tags = ["signed_zero"] };

        Assert.That(
            BaselineText.Hash(signed, Make.Ok(signed, ("y", Tensor.Vector([1f, -0f])))),
            Is.Not.EqualTo(
                BaselineText.Hash(signed, Make.Ok(signed, ("y", Tensor.Vector([1f, 0f]))))
            )
        );
    }

    private static string Hash(float a, float b) =>
        BaselineText.Hash(Value, Make.Ok(Value, ("y", Tensor.Vector([a, b]))));

    private static (Verdict, Result) Judged(Case value, Result result) =>
        (new Judge().Verdict(value, result), result);
}
