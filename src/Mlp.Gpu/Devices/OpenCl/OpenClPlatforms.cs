using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Silk.NET.Core.Loader;
using Silk.NET.OpenCL;

namespace Mlp.Gpu;

/// <summary>Finds the devices of OpenCL that this machine has.</summary>
internal static unsafe class OpenClPlatforms
{
    // Their order is that of the drivers; devices that are no CPU come first.
    private static readonly Lazy<(
        IReadOnlyList<Lazy<IDevice>> Devices,
        IReadOnlyList<string> Names,
        string? Absent
    )> Found = new(Find);

    /// <summary>The names of all devices, best first.</summary>
    public static IReadOnlyList<string> Names => Found.Value.Names;

    /// <summary>Why there is none; null when there is one.</summary>
    public static string? Absent => Found.Value.Absent;

    /// <summary>A device, by its place in <see cref="Names"/>; opened once for the process.</summary>
    public static IDevice Open(int index) => Found.Value.Devices[index].Value;

    /// <summary>A number that a device tells.</summary>
    public static ulong Number(CL cl, nint device, DeviceInfo what)
    {
        ulong value = 0;
        cl.GetDeviceInfo(device, what, sizeof(ulong), &value, null);
        return value;
    }

    private static (IReadOnlyList<Lazy<IDevice>>, IReadOnlyList<string>, string?) Find()
    {
        CL cl;
        try
        {
            cl = CL.GetApi();
        }
        catch (Exception reason)
            when (reason is FileNotFoundException or SymbolLoadingException or DllNotFoundException)
        {
            return (
                [],
                [],
                "no OpenCL loader is installed (libOpenCL.so.1, Debian package ocl-icd-libopencl1)"
            );
        }

        var found = new List<(bool IsCpu, Lazy<IDevice> Device, string Name)>();
        foreach (var platform in Platforms(cl))
        {
            foreach (var device in Devices(cl, platform))
            {
                var limits = Limits(cl, device);
                var type = (DeviceType)Number(cl, device, DeviceInfo.Type);
                found.Add(
                    (
                        type.HasFlag(DeviceType.Cpu),
                        new(() => new OpenClDevice(cl, device, limits)),
                        limits.Name
                    )
                );
            }
        }

        var sorted = found.OrderBy(device => device.IsCpu).ToArray();
        return (
            [.. sorted.Select(device => device.Device)],
            [.. sorted.Select(device => device.Name)],
            found.Count > 0
                ? null
                : "OpenCL finds no device; install a driver (on a CPU: Debian package pocl-opencl-icd)"
        );
    }

    private static nint[] Platforms(CL cl)
    {
        uint count = 0;
        if (cl.GetPlatformIDs(0, null, &count) != 0 || count == 0)
        {
            return [];
        }

        var platforms = new nint[count];
        fixed (nint* ids = platforms)
        {
            return cl.GetPlatformIDs(count, ids, null) == 0 ? platforms : [];
        }
    }

    // A driver that fails to load has no devices, and the others are none the worse.
    private static nint[] Devices(CL cl, nint platform)
    {
        uint count = 0;
        if (cl.GetDeviceIDs(platform, DeviceType.All, 0, null, &count) != 0 || count == 0)
        {
            return [];
        }

        var devices = new nint[count];
        fixed (nint* ids = devices)
        {
            return cl.GetDeviceIDs(platform, DeviceType.All, count, ids, null) == 0 ? devices : [];
        }
    }

    private static DeviceLimits Limits(CL cl, nint device) =>
        new(
            Text(cl, device, DeviceInfo.Name),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Text(cl, device, DeviceInfo.Version)}, driver {Text(cl, device, DeviceInfo.DriverVersion)}"
            ),
            (int)Number(cl, device, DeviceInfo.MaxComputeUnits),
            (long)Number(cl, device, DeviceInfo.MaxWorkGroupSize),
            (long)Number(cl, device, DeviceInfo.LocalMemSize),
            (long)Number(cl, device, DeviceInfo.MaxMemAllocSize),
            Number(cl, device, DeviceInfo.DoubleFPConfig) != 0
        );

    private static string Text(CL cl, nint device, DeviceInfo what)
    {
        nuint size;
        if (cl.GetDeviceInfo(device, what, 0, null, &size) != 0 || size == 0)
        {
            return "unknown";
        }

        var text = new byte[size];
        fixed (byte* bytes = text)
        {
            cl.GetDeviceInfo(device, what, size, bytes, null);
        }

        return Encoding.UTF8.GetString(text).TrimEnd('\0').Trim();
    }
}
