using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Training;

public sealed class AllocationTests
{
    [Test]
    public void A_pass_allocates_nothing_that_grows_with_the_rows_or_the_weights()
    {
        const int Rows = 10_000;
        var problem = Problem.Classes(Rows, [12, 1000], optimizer: new Adam());
        using var model = (NativeModel)
            Gpu.Backend.Compile(problem.Model, problem.Compile, problem.Weights);
        var plan = model.TrainingPlan(problem.Rows, classWeight: null, batchSize: 5000) with
        {
            Order = [.. Enumerable.Range(0, Rows)],
        };
        Pass();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass();

        // Less than one value for each row; there are 16,003 weights, and state twice as long. What remains is made by launches.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(allocated, Is.LessThan(Rows * sizeof(float)));

        void Pass()
        {
            model.Begin(plan);
            model.RunSteps(plan, 0, plan.Steps, new(problem.Compile));
        }
    }
}
