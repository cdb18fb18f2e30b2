namespace Mlp.Gpu;

/// <summary>Memory of a CUDA device.</summary>
internal sealed class CudaBuffer(nint context, nint address, long bytes)
    : DeviceBuffer(address, bytes)
{
    /// <inheritdoc/>
    protected override bool Free() =>
        // The thread of the finalizer has no context of its own.
        CudaDriver.ContextSetCurrent(context) == 0
        && CudaDriver.MemFree(handle) == 0;
}
