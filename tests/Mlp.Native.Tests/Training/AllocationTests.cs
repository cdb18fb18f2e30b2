using Mlp.Optimizers;

namespace Mlp.Native.Tests;

/// <summary>Steps take no memory of their own.</summary>
public sealed class AllocationTests
{
    private static readonly TestCaseData[] Networks =
    [
        new TestCaseData(
            Problem.Classes(rows: 320, inputs: 200, hidden: [150, 20]),
            1
        ).SetArgDisplayNames("one worker"),
        new TestCaseData(
            Problem.Classes(rows: 320, inputs: 700, hidden: [300, 20]),
            2
        ).SetArgDisplayNames("two workers"),
        new TestCaseData(Problem.Classes(rows: 320, inputs: 20, hidden: [15]).With(new Adam()), 1),
    ];

    [TestCaseSource(nameof(Networks))]
    public void No_step_allocates(object given, int threads)
    {
        var problem = (Problem)given;
        foreach (var zeros in new[] { ZeroInputs.Dense, ZeroInputs.Skip })
        {
            var engine = new CpuEngine<float, Lanes128<float>>(
                problem.Model,
                problem.Compile,
                problem.Weights,
                Team.Of(threads),
                zeros
            );
            var plan = new EpochPlan(
                PreparedRows.Of(problem.Rows, null, Precision.Float32),
                BatchSize: 32,
                WatchedMetric.All(problem.Model, problem.Compile, problem.Rows.Y)
            )
            {
                Rates = [.. Enumerable.Repeat(0.01, 10)],
            };
            var totals = new Totals(problem.Compile);
            engine.RunSteps(plan, 0, 2, totals);

            var before = GC.GetAllocatedBytesForCurrentThread();
            engine.RunSteps(plan, 2, 10, totals);

            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        }
    }
}
