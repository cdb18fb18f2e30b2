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
    /// <param name="text">What stands in the source of the path, once or more.</param>
    /// <param name="replacement">What takes its place.</param>
    /// <param name="path">The path that is changed, as in names of backends.</param>
    public static GpuBackend Changed(string text, string replacement, string path = "general")
    {
        string[] files =
            path == "persistent"
                ? [KernelSource.Persistent]
                : [KernelSource.General, KernelSource.Products];
        var sources = files.ToDictionary(file => file, file => KernelSource.For("opencl", file));
        Assert.That(
            sources.Values,
            Has.Some.Contains(text),
            "The source no longer has what this test changes."
        );
        return Of(
            path,
            file =>
                sources.TryGetValue(file, out var source)
                    ? source.Replace(text, replacement, StringComparison.Ordinal)
                    : KernelSource.For("opencl", file)
        );
    }

    /// <summary>A backend of the general path that takes one tile for all products.</summary>
    public static GpuBackend Tiled(ProductTile tile) =>
        Of("general", file => KernelSource.For("opencl", file), tile);

    private static GpuBackend Of(
        string path,
        Func<string, string> source,
        ProductTile? tile = null
    ) => new($"gpu:opencl:{path}", new DeviceKernels(Device, source, tile));
}
