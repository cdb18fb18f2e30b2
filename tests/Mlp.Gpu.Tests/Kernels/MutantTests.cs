using Mlp.Conformance;

namespace Mlp.Gpu.Tests.Kernels;

/// <summary>The suite finds kernels that are wrong in one way each.</summary>
public sealed class MutantTests
{
    private static readonly TestCaseData[] Mutants =
    [
        new TestCaseData("fit", "        BROUGHT;\n        SYNC;\n", "        BROUGHT;\n")
        {
            TestName = "A missing barrier before a panel is read",
        },
        new TestCaseData("fit", "k < depth; k++", "k < depth - 1; k++")
        {
            TestName = "A tail of the sum left out",
        },
        new TestCaseData(
            "dense",
            "TILE_COLUMN(i) < inputs)\n            {",
            "TILE_COLUMN(i) < inputs - 1)\n            {"
        )
        {
            TestName = "A wrong tail of columns",
        },
        new TestCaseData(
            "dense",
            "thread_share(b, GROUP_X * TILE_COLUMNS,",
            "thread_share(b, (GROUP_X == 0 ? 0 : GROUP_X - 1) * TILE_COLUMNS,"
        )
        {
            TestName = "An index off by one block",
        },
        new TestCaseData("fit", "order[place] : place", "order[place] : place & ~1")
        {
            TestName = "A label of another row",
        },
        new TestCaseData(
            "losses",
            "i += LANES)\n    {\n        total += x[i];",
            "i += 2 * LANES)\n    {\n        total += x[i];"
        )
        {
            TestName = "Partial sums left out",
        },
        new TestCaseData(
            "activations",
            "return scale_by_power(pair_value(pair_sum(R(1.0), fraction.high, fraction.low)), n);",
            "return exp2(x * R(1.4426950408889634));"
        )
        {
            TestName = "A fast exp",
        },
        new TestCaseData("fit", "row[i] = eight[n];", "if (first == 0) { row[i] = eight[n]; }")
        {
            TestName = "A stale buffer: inputs of the first batch only",
        },
        new TestCaseData("optimizers", "*second = v;\n    return w - a", "return w - a")
        {
            TestName = "A state that is not kept",
        },
        new TestCaseData(
            "optimizers",
            "for (int i = 0; i < blocks; i++)",
            "for (int i = 0; i < blocks - 1; i++)"
        )
        {
            TestName = "A block of squares left out",
        },
    ];

    [TestCaseSource(nameof(Mutants))]
    public void Is_killed(string family, string text, string replacement)
    {
        var runner = new Runner(Gpu.Changed(text, replacement));
        var judge = new Judge([Onnx.Decline]);

        var killed = Fixtures
            .Of(family)
            .Select(value => judge.Verdict(value, runner.Run(value)))
            .FirstOrDefault(verdict => verdict.Kind is VerdictKind.Failed);

        Assert.That(killed, Is.Not.Null, "No case of the family fails.");
        TestContext.Out.WriteLine($"killed by {killed!.Case.Id}");
    }
}
