namespace Mlp.Conformance.UnitTests;

/// <summary>How far off a case that others computed may lie, and from where on it warns.</summary>
internal sealed class ImportedTests
{
    private static readonly Case Elu = Make.Golden(Tensor.Vector([-0.5, 3.0]), Make.Exact) with
    {
        Id = "activations/elu/made",
        Op = "elu",
        Bounds = null,
    };

    [Test]
    public void The_policy_warns_element_by_element_and_never_beyond_the_bound()
    {
        var bound = Imported.Bounds(Elu)["y"];
        var policy = Tolerance.Of(Elu, Elu.Expected, Precision.Float32)["y"];

        Assert.That(policy.Fail.Length, Is.EqualTo(2));
        Assert.That(bound.Warn!.Length, Is.EqualTo(2));
        for (var i = 0; i < 2; i++)
        {
            Assert.That(
                bound.Warn[i],
                Is.EqualTo(Math.Min(bound.FailAt(i), policy.Fail[i])).Within(1).Percent
            );
        }
    }

    [Test]
    public void One_bound_for_all_warns_for_all()
    {
        var value = Elu with { Op = "relu" };

        Assert.That(Imported.Bounds(value)["y"].Warn![0], Is.Zero);
    }

    [Test]
    public void In_float64_it_warns_much_earlier()
    {
        var wide = Elu with { DType = ElementType.Float64 };

        Assert.That(
            Imported.Bounds(wide)["y"].Warn![0],
            Is.GreaterThan(0).And.LessThan(Imported.Bounds(Elu)["y"].Warn![0] / 1000)
        );
    }

    [Test]
    public void A_policy_of_another_shape_or_of_no_such_operation_says_nothing()
    {
        var other = Elu with { Expected = Node.Map.Of(("y", Tensor.Vector([1.0, 2.0, 3.0]))) };
        var unheard = Elu with { Family = "losses", Op = "unheard_of" };

        Assert.That(Imported.Bounds(other)["y"].Warn, Is.Null);
        Assert.That(Imported.Bounds(unheard)["y"].Warn, Is.Null);
        Assert.That(Imported.Bounds(unheard)["y"].Fail[1], Is.EqualTo(3e-6).Within(1).Percent);
    }

    [Test]
    public void A_gap_is_relative_to_large_values_and_seen_where_both_expectations_are()
    {
        var value = Elu with
        {
            Expected = Node.Map.Of(("y", Tensor.Vector([1000.01, 2])), ("z", 0.5), ("t", "text")),
            Expected64 = Node.Map.Of(("y", Tensor.Vector([1000.0, 2]))),
            F32Gap = 1,
        };

        var bounds = Imported.Bounds(value);

        // 8 gaps of 1e-5, of 1000.
        Assert.That(bounds["y"].Fail[0], Is.EqualTo(0.08).Within(1).Percent);
        Assert.That(bounds["t"].Policy, Is.EqualTo("exact"));
    }
}
