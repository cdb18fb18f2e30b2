namespace Mlp.Gpu.Tests;

/// <summary>The device that tests run on, or their being skipped for want of one.</summary>
internal static class Gpu
{
    private static readonly Lazy<(GpuBackend? Backend, string? Absent)> OpenCl = new(() =>
    {
        try
        {
            return (new GpuBackend("gpu:opencl"), null);
        }
        catch (NotSupportedException reason)
        {
            return (null, reason.Message);
        }
    });

    /// <summary>The backend.</summary>
    public static GpuBackend Backend
    {
        get
        {
            if (OpenCl.Value.Backend is null)
            {
                Assert.Ignore($"gpu:opencl is absent: {OpenCl.Value.Absent}");
            }

            return OpenCl.Value.Backend!;
        }
    }

    /// <summary>Its device.</summary>
    public static IDevice Device
    {
        get
        {
            _ = Backend;
            return GpuDevices.Find("opencl", null);
        }
    }

    /// <summary>A backend of kernels that were changed in one place.</summary>
    /// <param name="text">What stands in the source, once or more.</param>
    /// <param name="replacement">What takes its place.</param>
    /// <param name="file">The source of the path that is changed.</param>
    public static GpuBackend Changed(
        string text,
        string replacement,
        string file = KernelSource.General
    )
    {
        var source = KernelSource.For("opencl", file);
        Assert.That(source, Does.Contain(text), "The source no longer has what this test changes.");
        var changed = source.Replace(text, replacement, StringComparison.Ordinal);
        return file == KernelSource.General
            ? new("gpu:opencl", new DeviceKernels(Device, changed, ""))
            : new(
                "gpu:opencl:persistent",
                new DeviceKernels(Device, KernelSource.For("opencl"), changed)
            );
    }
}
