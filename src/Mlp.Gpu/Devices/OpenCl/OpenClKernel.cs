using Silk.NET.OpenCL;

namespace Mlp.Gpu;

/// <summary>A kernel of OpenCL.</summary>
internal sealed unsafe class OpenClKernel(OpenClDevice device, CL cl, nint kernel, string name)
    : IDeviceKernel
{
    // Arguments belong to the kernel until it is queued.
    private readonly Lock turn = new();

    public void Launch(
        (int X, int Y) groups,
        (int X, int Y) threads,
        ReadOnlySpan<KernelArgument> arguments
    )
    {
        lock (turn)
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                var bits = arguments[i].Bits;
                var code = cl.SetKernelArg(kernel, (uint)i, (nuint)arguments[i].Size, &bits);
                device.Check(code, $"argument {i} of kernel '{name}'");
            }

            device.Enqueue(kernel, name, groups, threads);
        }

        // A buffer must not be freed before it is queued; afterwards the driver holds it.
        foreach (ref readonly var argument in arguments)
        {
            GC.KeepAlive(argument.Buffer);
        }
    }

    // No memory is nearer: the only devices that run groups together are CPUs.
    public void LaunchTogether(
        int groups,
        int threads,
        int nearBytes,
        ReadOnlySpan<KernelArgument> arguments
    )
    {
        lock (device.Together)
        {
            Launch((groups, 1), (threads, 1), arguments);
            device.Finish();
        }
    }
}
