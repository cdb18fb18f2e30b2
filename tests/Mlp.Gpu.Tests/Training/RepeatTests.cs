using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Training;

/// <summary>No result depends on which group or thread of the device comes first.</summary>
public sealed class RepeatTests
{
    private const int Times = 20;

    // In each group one thread lets the others wait, for a while of its own.
    private const string Meeting =
        "#define SYNC barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)";
    private const string Late = """
        static void wait_a_while(void)
        {
            uint place = (uint)(get_group_id(0) * 7919 + get_group_id(1) * 104729);
            volatile uint left = get_local_id(0) + get_local_id(1) == 0 ? (place * 2654435761u) >> 20 : 0;
            while (left > 0) { left--; }
        }
        #define SYNC do { wait_a_while(); barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE); } while (0)
        """;

    [Test]
    public void A_fit_repeated_with_groups_delayed_gives_the_same_bits()
    {
        var problem = Problem.Classes(70, [40, 35, 33], optimizer: new Adam { ClipNorm = 0.5 });
        var expected = problem.Train(Gpu.Backend);
        var late = Gpu.Changed(Meeting, Late);

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
