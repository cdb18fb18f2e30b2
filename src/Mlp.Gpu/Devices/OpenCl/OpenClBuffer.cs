using Silk.NET.OpenCL;

namespace Mlp.Gpu;

/// <summary>A memory object of OpenCL.</summary>
internal sealed class OpenClBuffer(CL cl, nint handle, long bytes) : DeviceBuffer(handle, bytes)
{
    /// <inheritdoc/>
    protected override bool Free() => cl.ReleaseMemObject(handle) == 0;
}
