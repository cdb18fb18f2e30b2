using System.Text;
using Silk.NET.OpenCL;

namespace Mlp.Gpu;

/// <summary>A device of OpenCL with a context and an in-order queue of its own. Both live as long as the process.</summary>
internal sealed unsafe class OpenClDevice : IDevice
{
    // CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT
    private const ulong RoundsDivision = 1 << 7;

    // Silk.NET keeps what may be called back, also where nothing may, in lists that two threads must not change at one time.
    private static readonly Lock CallsBack = new();

    private readonly CL cl;
    private readonly nint device;
    private readonly nint context;
    private readonly nint queue;
    private readonly string options;

    /// <summary>Opens a device.</summary>
    /// <exception cref="DeviceException">The driver refuses.</exception>
    public OpenClDevice(CL cl, nint device, DeviceLimits limits)
    {
        (this.cl, this.device, Limits) = (cl, device, limits);
        var rounds = OpenClPlatforms.Number(cl, device, DeviceInfo.SingleFPConfig);
        options =
            (rounds & RoundsDivision) != 0
                ? "-cl-std=CL1.2 -cl-fp32-correctly-rounded-divide-sqrt"
                : "-cl-std=CL1.2";
        int code;
        lock (CallsBack)
        {
            context = cl.CreateContext(null, 1, &device, null, null, &code);
        }

        Check(code, "opening a context");
        queue = cl.CreateCommandQueue(context, device, CommandQueueProperties.None, &code);
        if (code != 0)
        {
            cl.ReleaseContext(context);
        }

        Check(code, "opening a queue");
    }

    /// <summary>Held while groups that wait for each other are running.</summary>
    public Lock Together { get; } = new();

    public string Runtime => "opencl";

    public DeviceLimits Limits { get; }

    public IDeviceProgram Compile(string source, params IReadOnlyList<string> defines)
    {
        int code;
        var program = cl.CreateProgramWithSource(context, 1, [source], null, &code);
        Check(code, "taking the kernels");
        var all = $"{options} {string.Join(' ', defines.Select(name => "-D" + name))}".Trim();
        var own = device;
        int built;
        lock (CallsBack)
        {
            built = cl.BuildProgram(program, 1, &own, all, null, null);
        }

        if (built != 0)
        {
            var log = BuildLog(program);
            cl.ReleaseProgram(program);
            throw new DeviceException(
                $"{Limits.Name}: a kernel does not compile ({all}):{Environment.NewLine}{log}"
            );
        }

        return new OpenClProgram(this, cl, program);
    }

    public DeviceBuffer Allocate(long bytes)
    {
        if (bytes > Limits.BufferBytes)
        {
            throw new DeviceException(
                $"{Limits.Name}: a buffer of {bytes} bytes is needed and {Limits.BufferBytes} is the most there can be; "
                    + "take a smaller batch, fewer units or fewer rows."
            );
        }

        int code;
        var size = Math.Max(bytes, 16);
        var handle = cl.CreateBuffer(context, MemFlags.ReadWrite, (nuint)size, null, &code);
        Check(code, $"allocating {bytes} bytes");
        var buffer = new OpenClBuffer(cl, handle, bytes);
        try
        {
            byte zero = 0;
            code = cl.EnqueueFillBuffer(queue, handle, &zero, 1, 0, (nuint)size, 0, null, null);
            Check(code, $"clearing {bytes} bytes");
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    public void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source)
    {
        target.Within(offset, source.Length);
        fixed (byte* values = source)
        {
            var code = source.IsEmpty
                ? 0
                : cl.EnqueueWriteBuffer(
                    queue,
                    target.Handle,
                    true,
                    (nuint)offset,
                    (nuint)source.Length,
                    values,
                    0,
                    null,
                    null
                );
            Check(code, "copying to the device");
        }

        // Whoever forgets it meanwhile must not free it under the copy.
        GC.KeepAlive(target);
    }

    public void Read(DeviceBuffer source, long offset, Span<byte> target)
    {
        source.Within(offset, target.Length);
        fixed (byte* values = target)
        {
            var code = target.IsEmpty
                ? 0
                : cl.EnqueueReadBuffer(
                    queue,
                    source.Handle,
                    true,
                    (nuint)offset,
                    (nuint)target.Length,
                    values,
                    0,
                    null,
                    null
                );
            Check(code, "copying from the device");
        }

        GC.KeepAlive(source);
    }

    public void Finish() => Check(cl.Finish(queue), "waiting for the device");

    public IDeviceSequence Sequence() => new SequenceAsItComes();

    /// <summary>Queues a kernel whose arguments are set.</summary>
    internal void Enqueue(nint kernel, string name, (int X, int Y) groups, (int X, int Y) threads)
    {
        var local = stackalloc nuint[2] { (nuint)threads.X, (nuint)threads.Y };
        var global = stackalloc nuint[2]
        {
            (nuint)groups.X * (nuint)threads.X,
            (nuint)groups.Y * (nuint)threads.Y,
        };
        var code = cl.EnqueueNdrangeKernel(queue, kernel, 2, null, global, local, 0, null, null);
        Check(code, $"running kernel '{name}'");
    }

    /// <summary>Throws unless the code says that all went well.</summary>
    internal void Check(int code, string what) => OpenClStatus.Check(code, what, Limits.Name);

    private string BuildLog(nint program)
    {
        nuint size;
        cl.GetProgramBuildInfo(program, device, ProgramBuildInfo.BuildLog, 0, null, &size);
        var log = new byte[size];
        fixed (byte* text = log)
        {
            cl.GetProgramBuildInfo(program, device, ProgramBuildInfo.BuildLog, size, text, null);
        }

        return Encoding.UTF8.GetString(log).TrimEnd('\0', '\n');
    }
}
