using System.Numerics;
using Mlp.Native;

namespace Mlp.Gpu;

/// <summary>
/// The operations in one type on a device, by the very kernels that train; sums over rows are the host's, as when training.
/// </summary>
internal sealed partial class GpuOperations<T>(DeviceKernels all) : ITypedOperations
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private IDevice Device => all.Device;

    // Compiled when first wanted.
    private KernelSet<T> Kernels => all.Of<T>();

    private DeviceArray<T> ToDevice(Tensor tensor) =>
        DeviceArray<T>.Of(Device, Values<T>.Of(tensor));

    private static Tensor<T> ToTensor(DeviceArray<T> array, params ReadOnlySpan<int> shape) =>
        new(array.Read((int)array.Length), shape);
}
