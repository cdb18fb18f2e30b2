using Mlp.Conformance;

namespace Mlp.Gpu.Tests.Kernels;

/// <summary>
/// Kernels write nothing but what is theirs, in every case of the suite. What lies behind the last row of a buffer lies, for the rows
/// before it, in the next row: two groups that run at once then change each other's results.
/// </summary>
public sealed class FenceTests
{
    [TestCase("gpu:opencl:general", 1)]
    [TestCase("gpu:opencl:persistent", 8)]
    public void No_kernel_writes_behind_its_buffers(string name, int each)
    {
        var device = new FencedDevice(Gpu.Device);
        var kernels = new DeviceKernels(device, file => KernelSource.For("opencl", file));
        var runner = new Runner(new GpuBackend(name, kernels));
        var ran = Fixtures
            .All.Where((_, i) => i % each == 0)
            .Count(value => runner.Run(value).Status == ResultStatus.Ok);

        Assert.That(ran, Is.GreaterThan(100));
        Assert.That(device.Broken, Is.Empty);
    }
}
