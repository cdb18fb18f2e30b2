using System.Globalization;
using System.Text;

namespace Mlp.Gpu;

/// <summary>Finds the devices of CUDA that this machine has.</summary>
internal static unsafe class CudaDevices
{
    // At most what kernels that stay declare for themselves.
    private const int DeclaredSharedBytes = 4 * 1024;

    private static readonly Lazy<DevicesFound> Once = new(Find);

    /// <summary>The devices, in the driver's order.</summary>
    public static DevicesFound Found => Once.Value;

    private static DevicesFound Find()
    {
        if (!CudaLibraries.HasDriver)
        {
            return new([], "no NVIDIA driver is installed (libcuda.so.1)");
        }

        // A device of OpenCL is then the better one; but what was compiled before runs without NVRTC.
        if (!CudaLibraries.HasNvrtc && CudaModuleCache.Default.IsEmpty)
        {
            return new(
                [],
                $"there is an NVIDIA driver, but no NVRTC to compile kernels; {CudaLibraries.Advice}"
            );
        }

        int count,
            driver;
        int code;
        if (
            (code = CudaDriver.Init(0)) != 0
            || (code = CudaDriver.DeviceGetCount(&count)) != 0
            || (code = CudaDriver.DriverGetVersion(&driver)) != 0
        )
        {
            return new(
                [],
                $"the NVIDIA driver does not start (CUDA error {code}); see what nvidia-smi says: one that was replaced needs the machine started anew"
            );
        }

        var found = new List<DeviceEntry>();
        for (var i = 0; i < count; i++)
        {
            int device;
            if (CudaDriver.DeviceGet(&device, i) == 0)
            {
                found.Add(Entry(device, driver));
            }
        }

        return new(
            found,
            "the NVIDIA driver has no device; see what nvidia-smi lists, and whether CUDA_VISIBLE_DEVICES hides it"
        );
    }

    private static DeviceEntry Entry(int device, int driver)
    {
        const int NameLength = 256;
        var name = stackalloc byte[NameLength];
        _ = CudaDriver.DeviceGetName(name, NameLength, device);
        nuint memory;
        _ = CudaDriver.DeviceTotalMem(&memory, device);
        var architecture =
            (10 * Attribute(CudaDriver.CapabilityMajor)) + Attribute(CudaDriver.CapabilityMinor);
        var limits = new DeviceLimits(
            Encoding.UTF8.GetString(
                name,
                new ReadOnlySpan<byte>(name, NameLength).IndexOf((byte)0)
            ),
            string.Create(
                CultureInfo.InvariantCulture,
                $"CUDA {driver / 1000}.{driver % 1000 / 10}, sm_{architecture}"
            ),
            Attribute(CudaDriver.MultiprocessorCount),
            Attribute(CudaDriver.MaxThreads),
            Attribute(CudaDriver.MaxSharedBytes),
            (long)memory,
            HasFloat64: true,
            // Cells are told by instructions that sm_70 has.
            StayingGroups: Attribute(CudaDriver.CooperativeLaunch) == 0 || architecture < 70
                ? 0
                : Attribute(CudaDriver.MultiprocessorCount),
            StayingThreads: 512,
            StepsWorthCompiling: 256,
            GroupsDown: Attribute(CudaDriver.MaxGroupsDown),
            NearBytes: Math.Max(0, Attribute(CudaDriver.MaxSharedBytesAsked) - DeclaredSharedBytes)
        );
        return new(
            "cuda",
            limits.Name,
            new(() => new CudaDevice(device, architecture, driver, limits))
        );

        int Attribute(int which)
        {
            var value = 0;
            _ = CudaDriver.DeviceGetAttribute(&value, which, device);
            return value;
        }
    }
}
