namespace Mlp.Gpu;

/// <summary>
/// A device with one queue of work, done in the order given. The whole of what the GPU backend asks of OpenCL or CUDA. May be
/// called from several threads; what one of them queues keeps its order.
/// </summary>
internal interface IDevice
{
    /// <summary>The runtime below: <c>opencl</c> or <c>cuda</c>, as in names of backends.</summary>
    string Runtime { get; }

    /// <summary>What it is and how much it takes.</summary>
    DeviceLimits Limits { get; }

    /// <summary>Compiles source written in the dialect of the runtime.</summary>
    /// <param name="source">The source, whole.</param>
    /// <param name="defines">Names to define.</param>
    /// <exception cref="DeviceException">It does not compile; the message holds the compiler's log.</exception>
    IDeviceProgram Compile(string source, params IReadOnlyList<string> defines);

    /// <summary>Memory of the device, filled with zeros.</summary>
    /// <exception cref="DeviceException">There is not enough.</exception>
    DeviceBuffer Allocate(long bytes);

    /// <summary>Copies values to a buffer, from a byte of it on; done when it returns.</summary>
    void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source);

    /// <summary>Copies values from a buffer, once all work queued before is done.</summary>
    void Read(DeviceBuffer source, long offset, Span<byte> target);

    /// <summary>Memory of the host that is copied to the device and from it as fast as can be, filled with zeros.</summary>
    HostBuffer AllocateHost(long bytes) => HostBuffer.Ordinary(bytes);

    /// <summary>Queues a copy to a whole buffer; until the device has been waited for, its source stays as it is.</summary>
    void Send(HostBuffer source, DeviceBuffer target) => Write(target, 0, source.As<byte>());

    /// <summary>Queues a copy of a whole buffer; it has come when the device has been waited for.</summary>
    void Fetch(DeviceBuffer source, HostBuffer target) => Read(source, 0, target.As<byte>());

    /// <summary>Waits for all work.</summary>
    void Finish();

    /// <summary>A sequence of launches, none at first.</summary>
    IDeviceSequence Sequence();
}

/// <summary>Compiled source.</summary>
internal interface IDeviceProgram
{
    /// <summary>A kernel of the source.</summary>
    /// <exception cref="DeviceException">There is none of that name.</exception>
    IDeviceKernel Kernel(string name);
}

/// <summary>A kernel ready to run.</summary>
internal interface IDeviceKernel
{
    /// <summary>Queues a run over a grid of groups of threads.</summary>
    /// <param name="groups">Groups across and down.</param>
    /// <param name="threads">Threads of a group, across and down.</param>
    /// <param name="arguments">The arguments in their order.</param>
    void Launch(
        (int X, int Y) groups,
        (int X, int Y) threads,
        ReadOnlySpan<KernelArgument> arguments
    );

    /// <summary>
    /// Runs groups that wait for each other, all at one time, and waits for them. One such run a device: two would wait for each
    /// other's places.
    /// </summary>
    /// <param name="groups">Groups, no more than <see cref="DeviceLimits.StayingGroups"/>.</param>
    /// <param name="threads">Threads of a group.</param>
    /// <param name="nearBytes">Memory near its threads for each group, no more than <see cref="DeviceLimits.NearBytes"/>.</param>
    /// <param name="arguments">The arguments in their order.</param>
    void LaunchTogether(
        int groups,
        int threads,
        int nearBytes,
        ReadOnlySpan<KernelArgument> arguments
    );
}
