using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Training;

/// <summary>No result depends on which group or thread of the device comes first.</summary>
public sealed class RepeatTests
{
    private const int Times = 20;

    [Test]
    public void A_fit_repeated_with_groups_delayed_gives_the_same_bits()
    {
        var problem = Problem.Classes(70, [40, 35, 33], optimizer: new Adam { ClipNorm = 0.5 });
        var expected = problem.Train(Gpu.Backend);
        var late = Gpu.Changed(Delays.Meeting, Delays.Late);

        for (var i = 0; i < Times; i++)
        {
            Bits.AreEqual(problem.Train(late), expected, $"run {i}");
        }
    }

    [Test]
    public void Two_models_that_train_at_once_do_not_disturb_each_other()
    {
        var problem = Problem.Classes(70, [40, 35]);
        var expected = problem.Train(Gpu.Backend);
        var runs = new Tensor[4][];

        Parallel.For(0, runs.Length, i => runs[i] = problem.Train(Gpu.Backend));

        foreach (var run in runs)
        {
            Bits.AreEqual(run, expected);
        }
    }
}
