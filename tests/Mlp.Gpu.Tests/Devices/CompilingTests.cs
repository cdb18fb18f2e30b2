namespace Mlp.Gpu.Tests.Devices;

/// <summary>Kernels are compiled beside trainings, on threads of their own.</summary>
public sealed class CompilingTests
{
    [Test]
    public void Threads_that_compile_at_one_time_do_not_disturb_each_other()
    {
        var device = Gpu.Device;

        Assert.That(
            () =>
                Parallel.For(
                    0,
                    60,
                    new() { MaxDegreeOfParallelism = 4 },
                    i => device.Compile($"__kernel void set(__global int* x) {{ x[0] = {i}; }}")
                ),
            Throws.Nothing
        );
    }
}
