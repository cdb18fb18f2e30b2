using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Mlp.Gpu;

/// <summary>
/// Finds the driver and NVRTC when they are first called. NVRTC is looked for in the folder (or the file) that MLP_NVRTC names,
/// such as that of a Python installation's nvidia-cuda-nvrtc; beside this program; and on the loader's path.
/// </summary>
internal static class CudaLibraries
{
    /// <summary>What to do where NVRTC is missing.</summary>
    public const string Advice =
        $"install it (Debian libnvrtc11.2, or the nvidia-cuda-nvrtc package of Python) or name its folder in {NvrtcVariable}";

    private const string NvrtcVariable = "MLP_NVRTC";

    private static readonly string[] DriverNames = OperatingSystem.IsWindows()
        ? ["nvcuda.dll"]
        : ["libcuda.so.1", "libcuda.so"];

    private static readonly string[] NvrtcNames = OperatingSystem.IsWindows()
        ? ["nvrtc64_130_0.dll", "nvrtc64_120_0.dll", "nvrtc64_112_0.dll"]
        : ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so"];

    private static readonly Lazy<nint> DriverHandle = new(() => Load(DriverNames));
    private static readonly Lazy<nint> NvrtcHandle = new(() => Load(NvrtcPlaces()));

    /// <summary>Whether there is a driver.</summary>
    public static bool HasDriver => DriverHandle.Value != 0;

    /// <summary>Whether there is an NVRTC.</summary>
    public static bool HasNvrtc => NvrtcHandle.Value != 0;

#pragma warning disable CA2255 // The names of the two libraries must be known before the first call of either.
    [ModuleInitializer]
    internal static void Register() =>
        NativeLibrary.SetDllImportResolver(typeof(CudaLibraries).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name switch
        {
            CudaDriver.Library => DriverHandle.Value,
            Nvrtc.Library => NvrtcHandle.Value,
            _ => 0,
        };

    private static IEnumerable<string> NvrtcPlaces()
    {
        var named = Environment.GetEnvironmentVariable(NvrtcVariable);
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named)
                ? [named]
                : NvrtcNames.Select(name => Path.Combine(named, name));
        }

        return
        [
            .. NvrtcNames.Select(name => Path.Combine(AppContext.BaseDirectory, name)),
            .. NvrtcNames,
        ];
    }

    private static nint Load(IEnumerable<string> places)
    {
        foreach (var place in places)
        {
            if (NativeLibrary.TryLoad(place, out var handle))
            {
                return handle;
            }
        }

        return 0;
    }
}
