namespace Mlp.Gpu;

/// <summary>A device of CUDA, by the context that all of the process share, with a stream of its own. Both live as long as the process.</summary>
internal sealed unsafe class CudaDevice : IDevice
{
    // CUDA_ERROR_OUT_OF_MEMORY
    private const int OutOfMemory = 2;

    // The first whose calls of graphs are all there: 11.4.
    private const int DriverOfGraphs = 11040;

    // Less than that the driver sends from memory of its own, and brings while the host waits; and locking pages takes long.
    private const int LeastLocked = 1 << 16;

    private readonly int architecture;
    private readonly int driver;
    private readonly nint stream;

    /// <summary>Opens a device.</summary>
    /// <exception cref="DeviceException">The driver refuses.</exception>
    public CudaDevice(int device, int architecture, int driver, DeviceLimits limits)
    {
        (this.architecture, this.driver, Limits) = (architecture, driver, limits);
        nint primary,
            own;
        Check(CudaDriver.PrimaryContextRetain(&primary, device), "opening a context");
        Context = primary;
        try
        {
            Enter();
            Check(CudaDriver.StreamCreate(&own, CudaDriver.NonBlocking), "opening a stream");
        }
        catch
        {
            _ = CudaDriver.PrimaryContextRelease(device);
            throw;
        }

        stream = own;
    }

    /// <summary>The context.</summary>
    internal nint Context { get; }

    /// <summary>Held while groups that wait for each other are running.</summary>
    public Lock Together { get; } = new();

    public string Runtime => "cuda";

    public DeviceLimits Limits { get; }

    public IDeviceProgram Compile(string source, params IReadOnlyList<string> defines)
    {
        Enter();

        // A device newer than the compiler takes PTX of the newest it knows.
        var newest = CudaLibraries.HasNvrtc ? CudaCompiler.Architectures[^1] : architecture;
        var options = CudaCompiler.Options(
            Math.Min(architecture, newest),
            defines,
            native: architecture <= newest
        );
        var file = CudaModuleCache.Default.FileFor(source, options, driver);
        nint module;
        if (CudaModuleCache.Read(file) is { } cached && Load(cached, &module) == 0)
        {
            return new CudaProgram(this, module);
        }

        if (!CudaLibraries.HasNvrtc)
        {
            throw new NotSupportedException(
                $"{Limits.Name} needs NVRTC to compile its kernels, and none was found; {CudaLibraries.Advice}."
            );
        }

        var image = CudaCompiler.Compile(source, options);
        Check(Load(image, &module), "loading the kernels");
        CudaModuleCache.Write(file, image);
        return new CudaProgram(this, module);
    }

    public DeviceBuffer Allocate(long bytes)
    {
        Enter();
        var size = (nuint)Math.Max(bytes, 16);
        nint address;
        Check(CudaDriver.MemAlloc(&address, size), $"allocating {bytes} bytes");
        var buffer = new CudaBuffer(Context, address, bytes);
        try
        {
            Check(CudaDriver.MemSet(address, 0, size, stream), $"clearing {bytes} bytes");
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public HostBuffer AllocateHost(long bytes)
    {
        Enter();
        nint address;

        // Where no pages can be locked, copies are slower, and that is all.
        return bytes >= LeastLocked && CudaDriver.MemHostAlloc(&address, (nuint)bytes, 0) == 0
            ? new(
                address,
                bytes,
                // The thread of the finalizer has no context of its own.
                free: locked =>
                    CudaDriver.ContextSetCurrent(Context) == 0
                    && CudaDriver.MemFreeHost(locked) == 0
            )
            : HostBuffer.Ordinary(bytes);
    }

    public void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source)
    {
        fixed (byte* values = source)
        {
            CopyTo(target, offset, values, source.Length);
            Finish();
        }

        // Whoever forgets it meanwhile must not free it under the copy.
        GC.KeepAlive(target);
    }

    public void Read(DeviceBuffer source, long offset, Span<byte> target)
    {
        fixed (byte* values = target)
        {
            CopyFrom(source, offset, values, target.Length);
            Finish();
        }

        GC.KeepAlive(source);
    }

    public void Send(HostBuffer source, DeviceBuffer target)
    {
        CopyTo(target, 0, (byte*)source.Address, source.Bytes);
        GC.KeepAlive(source);
    }

    public void Fetch(DeviceBuffer source, HostBuffer target)
    {
        CopyFrom(source, 0, (byte*)target.Address, target.Bytes);
        GC.KeepAlive(target);
    }

    public IDeviceSequence Sequence() =>
        driver < DriverOfGraphs ? new SequenceAsItComes() : new CudaSequence(this);

    public void Finish()
    {
        CudaSequence.MustNotBeNoting();
        Enter();
        Check(CudaDriver.StreamSynchronize(stream), "waiting for the device");
    }

    /// <summary>Queues a kernel; with bytes of near memory a group, of groups that run together.</summary>
    internal void Enqueue(
        nint function,
        string name,
        (int X, int Y) groups,
        (int X, int Y) threads,
        ReadOnlySpan<KernelArgument> arguments,
        int? nearBytes = null
    )
    {
        Enter();
        var bits = stackalloc ulong[arguments.Length];
        var places = stackalloc void*[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            bits[i] = arguments[i].Bits;
            places[i] = &bits[i];
        }

        var (gridX, gridY) = ((uint)groups.X, (uint)groups.Y);
        var (blockX, blockY) = ((uint)threads.X, (uint)threads.Y);
        if (nearBytes is { } asked)
        {
            // Beyond 48 KiB only where it is asked for.
            Check(
                CudaDriver.FunctionSetAttribute(function, CudaDriver.MaxDynamicSharedBytes, asked),
                $"giving kernel '{name}' {asked} bytes of shared memory"
            );
        }

        var code = nearBytes is { } bytes
            ? CudaDriver.LaunchCooperativeKernel(
                function,
                gridX,
                gridY,
                1,
                blockX,
                blockY,
                1,
                (uint)bytes,
                stream,
                places
            )
            : CudaDriver.LaunchKernel(
                function,
                gridX,
                gridY,
                1,
                blockX,
                blockY,
                1,
                0,
                stream,
                places,
                null
            );
        Check(code, $"running kernel '{name}'");
    }

    /// <summary>Queues a graph that is ready to run.</summary>
    internal void Enqueue(nint graph, string what) =>
        Check(CudaDriver.GraphLaunch(graph, stream), $"running {what}");

    /// <summary>Throws unless the code says that all went well.</summary>
    internal void Check(int code, string what)
    {
        if (code == 0)
        {
            return;
        }

        byte* name = null;
        byte* text = null;
        _ = CudaDriver.GetErrorName(code, &name);
        _ = CudaDriver.GetErrorString(code, &text);
        var advice =
            code == OutOfMemory
                ? "take a smaller batch, fewer units or fewer rows, or free what else uses the device."
                : "check the driver; if the device was lost, only a new process gets it back.";
        throw new DeviceException(
            $"{Limits.Name}: {what} failed with CUDA error {code} ({Text(name)}: {Text(text)}); {advice}"
        );
    }

    private void CopyTo(DeviceBuffer target, long offset, byte* values, long bytes)
    {
        CudaSequence.MustNotBeNoting();
        target.Within(offset, bytes);
        Enter();
        if (bytes > 0)
        {
            Check(
                CudaDriver.CopyToDevice(target.Handle + (nint)offset, values, (nuint)bytes, stream),
                "copying to the device"
            );
        }

        GC.KeepAlive(target);
    }

    private void CopyFrom(DeviceBuffer source, long offset, byte* values, long bytes)
    {
        CudaSequence.MustNotBeNoting();
        source.Within(offset, bytes);
        Enter();
        if (bytes > 0)
        {
            Check(
                CudaDriver.CopyFromDevice(
                    values,
                    source.Handle + (nint)offset,
                    (nuint)bytes,
                    stream
                ),
                "copying from the device"
            );
        }

        GC.KeepAlive(source);
    }

    private static string Text(byte* text) =>
        System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)text) ?? "unknown";

    private static int Load(byte[] image, nint* module)
    {
        fixed (byte* bytes = image)
        {
            return CudaDriver.ModuleLoadData(module, bytes);
        }
    }

    /// <summary>Makes the context that of this thread: contexts belong to threads.</summary>
    internal void Enter() => Check(CudaDriver.ContextSetCurrent(Context), "entering the context");
}
