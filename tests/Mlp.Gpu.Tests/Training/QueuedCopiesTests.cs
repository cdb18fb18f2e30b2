using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Training;

/// <summary>A training looks at no copy before it has come, and changes nothing that is still to be copied.</summary>
public sealed class QueuedCopiesTests
{
    [Test]
    public void Copies_that_come_late_change_no_bit()
    {
        var problem = Problem.Classes(70, [7, 5], optimizer: new Adam());
        var late = new LateDevice(Gpu.Device);

        var (expected, actual) = (Train(problem, Gpu.Device), Train(problem, late));

        for (var chunk = 0; chunk < expected.Count; chunk++)
        {
            Bits.AreEqual(actual[chunk], expected[chunk], $"chunk {chunk}");
        }

        // Of each of two passes the order and the scales, of each of their two chunks the weights and the state, and the first weights.
        Assert.That(late.Came, Is.EqualTo((2 * (2 + (2 * 2))) + 1));
    }

    // After each chunk its figures, the weights and the state.
    private static List<Tensor[]> Train(Problem problem, IDevice device)
    {
        using var model = (NativeModel)
            new GpuBackend(
                "gpu:opencl",
                new DeviceKernels(device, file => KernelSource.For("opencl", file))
            ).Compile(problem.Model, problem.Compile, problem.Weights);
        var order = Enumerable.Range(0, 70).ToArray();
        var plan = model.TrainingPlan(problem.Rows, classWeight: null, batchSize: 32) with
        {
            Order = order,
        };
        var chunks = new List<Tensor[]>();
        for (var pass = 0; pass < 2; pass++)
        {
            Array.Reverse(order, pass, 40);
            model.Begin(plan);
            Chunk(0, 2);
            Chunk(2, 3);
        }

        return chunks;

        void Chunk(int first, int end)
        {
            var totals = new Totals(problem.Compile);
            model.RunSteps(plan, first, end, totals);
            var (logs, state) = (totals.ToLogs(), model.GetTrainingState());
            chunks.Add([
                Tensor.Vector([logs["loss"], logs["accuracy"]]),
                .. state.Weights,
                .. state.Slots.Values.SelectMany(slot => slot),
            ]);
        }
    }
}
