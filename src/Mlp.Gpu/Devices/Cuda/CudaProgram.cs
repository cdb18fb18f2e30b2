using System.Collections.Concurrent;

namespace Mlp.Gpu;

/// <summary>A module of CUDA.</summary>
internal sealed class CudaProgram(CudaDevice device, nint module) : IDeviceProgram
{
    private readonly ConcurrentDictionary<string, CudaKernel> kernels = new();

    public IDeviceKernel Kernel(string name) =>
        kernels.GetOrAdd(name, static (name, program) => program.Find(name), this);

    private unsafe CudaKernel Find(string name)
    {
        nint function;
        device.Check(
            CudaDriver.ModuleGetFunction(&function, module, name),
            $"finding kernel '{name}'"
        );
        return new(device, function, name);
    }
}

/// <summary>A function of a module of CUDA.</summary>
internal sealed class CudaKernel(CudaDevice device, nint function, string name) : IDeviceKernel
{
    public void Launch(
        (int X, int Y) groups,
        (int X, int Y) threads,
        ReadOnlySpan<KernelArgument> arguments
    )
    {
        if (CudaSequence.Of(device) is { } sequence)
        {
            sequence.Add(function, name, groups, threads, arguments);
            return;
        }

        device.Enqueue(function, name, groups, threads, arguments);
        foreach (ref readonly var argument in arguments)
        {
            GC.KeepAlive(argument.Buffer);
        }
    }

    public void LaunchTogether(
        int groups,
        int threads,
        int nearBytes,
        ReadOnlySpan<KernelArgument> arguments
    )
    {
        CudaSequence.MustNotBeNoting();
        lock (device.Together)
        {
            device.Enqueue(function, name, (groups, 1), (threads, 1), arguments, nearBytes);
            device.Finish();
        }

        // Buffers are known by address below: none may be freed before the groups have ended.
        foreach (ref readonly var argument in arguments)
        {
            GC.KeepAlive(argument.Buffer);
        }
    }
}
