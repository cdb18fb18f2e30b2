using System.Collections.Concurrent;
using System.Numerics;

namespace Mlp.Gpu;

/// <summary>The kernels on a device, compiled for each precision when first wanted.</summary>
internal sealed class DeviceKernels
{
    private static readonly ConcurrentDictionary<IDevice, DeviceKernels> Shipped = new();

    private readonly MadeOnce<KernelSet<float>> single;
    private readonly MadeOnce<KernelSet<double>> wide;

    /// <summary>Kernels of sources that need not be the shipped ones: tests of the tests change them.</summary>
    /// <param name="device">The device.</param>
    /// <param name="source">The source that begins with a file: <see cref="KernelSource.General"/>, say.</param>
    /// <param name="tile">The tile of all products; null for the best of each.</param>
    public DeviceKernels(IDevice device, Func<string, string> source, ProductTile? tile = null)
    {
        Device = device;
        single = new(() => Set<float>());
        wide = new(() => Set<double>("WIDE"));

        KernelSet<T> Set<T>(params string[] defines)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            return new(
                device,
                Compile(KernelSource.General),
                tile => Compile(KernelSource.Products, tile.Defines(typeof(T) == typeof(double))),
                more =>
                    Compile(
                        KernelSource.Persistent,
                        [
                            .. PersistentDefines(device.Runtime, device.Limits.StayingThreads),
                            .. more,
                        ]
                    ),
                tile
            );

            IDeviceProgram Compile(string file, params string[] more) =>
                device.Compile(source(file), [.. defines, .. more]);
        }
    }

    /// <summary>What the persistent path is compiled with beside its type.</summary>
    /// <param name="runtime">The runtime: on a CPU, where each meeting of threads costs a loop, a thread takes a row of the loss alone.</param>
    /// <param name="threads">Threads of a group.</param>
    public static string[] PersistentDefines(string runtime, int threads) =>
        runtime == "opencl" ? [$"STAY={threads}", "LANES=1"] : [$"STAY={threads}"];

    /// <summary>The device.</summary>
    public IDevice Device { get; }

    /// <summary>The shipped kernels on a device.</summary>
    public static DeviceKernels On(IDevice device) =>
        Shipped.GetOrAdd(device, static d => new(d, file => KernelSource.For(d.Runtime, file)));

    /// <summary>The kernels of a type.</summary>
    /// <exception cref="NotSupportedException">The device does not compute in float64.</exception>
    public KernelSet<T> Of<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            return (KernelSet<T>)(object)single.Value;
        }

        return Device.Limits.HasFloat64
            ? (KernelSet<T>)(object)wide.Value
            : throw new NotSupportedException(
                $"{Device.Limits.Name} does not compute in float64; use float32."
            );
    }
}
