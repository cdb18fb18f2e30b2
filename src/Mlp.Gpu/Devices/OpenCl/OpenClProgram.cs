using System.Collections.Concurrent;
using Silk.NET.OpenCL;

namespace Mlp.Gpu;

/// <summary>A program of OpenCL.</summary>
internal sealed class OpenClProgram(OpenClDevice device, CL cl, nint program) : IDeviceProgram
{
    private readonly ConcurrentDictionary<string, OpenClKernel> kernels = new();

    public IDeviceKernel Kernel(string name) => kernels.GetOrAdd(name, Create);

    private unsafe OpenClKernel Create(string name)
    {
        int code;
        var kernel = cl.CreateKernel(program, name, &code);
        device.Check(code, $"finding kernel '{name}'");
        return new(device, cl, kernel, name);
    }
}
