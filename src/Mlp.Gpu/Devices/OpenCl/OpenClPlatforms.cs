using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Silk.NET.Core.Loader;
using Silk.NET.OpenCL;

namespace Mlp.Gpu;

/// <summary>Finds the devices of OpenCL that this machine has.</summary>
internal static unsafe class OpenClPlatforms
{
    private static readonly Lazy<DevicesFound> Once = new(Find);

    /// <summary>The devices; those that are no CPU come first.</summary>
    public static DevicesFound Found => Once.Value;

    /// <summary>A number that a device tells.</summary>
    public static ulong Number(CL cl, nint device, DeviceInfo what)
    {
        ulong value = 0;
        cl.GetDeviceInfo(device, what, sizeof(ulong), &value, null);
        return value;
    }

    private static DevicesFound Find()
    {
        PoclSettings.Apply();
        CL cl;
        try
        {
            cl = CL.GetApi();
        }
        catch (Exception reason)
            when (reason is FileNotFoundException or SymbolLoadingException or DllNotFoundException)
        {
            return new(
                [],
                "no OpenCL loader is installed (libOpenCL.so.1, Debian package ocl-icd-libopencl1)"
            );
        }

        var found = new List<(bool IsCpu, DeviceEntry Entry)>();
        foreach (var platform in Platforms(cl))
        {
            foreach (var device in Devices(cl, platform))
            {
                var limits = Limits(cl, device);
                found.Add(
                    (
                        limits.IsCpu,
                        new("opencl", limits.Name, new(() => new OpenClDevice(cl, device, limits)))
                    )
                );
            }
        }

        return new(
            [.. found.OrderBy(device => device.IsCpu).Select(device => device.Entry)],
            "OpenCL finds no device; install a driver (on a CPU: Debian package pocl-opencl-icd)"
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
            Number(cl, device, DeviceInfo.DoubleFPConfig) != 0,
            StayingGroups(cl, device),
            IsCpu(cl, device)
        );

    // OpenCL promises nothing of the sort. PoCL on a CPU runs one group on each of its threads.
    private static int StayingGroups(CL cl, nint device) =>
        Text(cl, device, DeviceInfo.Version).Contains("PoCL", StringComparison.Ordinal)
        && IsCpu(cl, device)
            ? (int)Number(cl, device, DeviceInfo.MaxComputeUnits)
            : 0;

    private static bool IsCpu(CL cl, nint device) =>
        ((DeviceType)Number(cl, device, DeviceInfo.Type)).HasFlag(DeviceType.Cpu);

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
