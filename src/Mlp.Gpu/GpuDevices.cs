using System.Globalization;

namespace Mlp.Gpu;

/// <summary>Picks a device of this machine.</summary>
internal static class GpuDevices
{
    private const string DeviceVariable = "MLP_DEVICE";

    /// <summary>The names of the devices of a runtime, or of all, best first.</summary>
    public static IReadOnlyList<string> Names(string? runtime) =>
        [.. Of(runtime).SelectMany(found => found.Devices).Select(entry => entry.Name)];

    /// <summary>The device that is asked for; opened once for the process.</summary>
    /// <param name="runtime">The runtime; null for any.</param>
    /// <param name="device">A name or a part of one, or a number; null takes the variable, or the first.</param>
    /// <exception cref="ArgumentException">No device answers to it.</exception>
    /// <exception cref="NotSupportedException">There is no device at all.</exception>
    public static IDevice Find(string? runtime, string? device)
    {
        var found = Of(runtime);
        DeviceEntry[] entries = [.. found.SelectMany(runtime => runtime.Devices)];
        if (entries.Length == 0)
        {
            throw new NotSupportedException(
                string.Join("; ", found.Select(runtime => runtime.Absent)) + "."
            );
        }

        var asked = device ?? Environment.GetEnvironmentVariable(DeviceVariable);
        var place = string.IsNullOrEmpty(asked)
            ? 0
            : Index(asked, [.. entries.Select(entry => entry.Name)]);
        return entries[place].Device.Value;
    }

    // Of the same device, CUDA is the better way to reach it.
    private static DevicesFound[] Of(string? runtime) =>
        runtime switch
        {
            "cuda" => [CudaDevices.Found],
            "opencl" => [OpenClPlatforms.Found],
            _ => [CudaDevices.Found, OpenClPlatforms.Found],
        };

    /// <summary>The place of the device that is asked for among those there are.</summary>
    /// <exception cref="ArgumentException">None answers to it, or several do.</exception>
    internal static int Index(string device, IReadOnlyList<string> names)
    {
        if (int.TryParse(device, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number < names.Count ? number : throw Unknown("has no such number");
        }

        int[] found =
        [
            .. Enumerable
                .Range(0, names.Count)
                .Where(i => names[i].Contains(device, StringComparison.OrdinalIgnoreCase)),
        ];
        return found.Length switch
        {
            1 => found[0],
            0 => throw Unknown("has no such name"),
            _ => throw Unknown("fits several; give its number"),
        };

        ArgumentException Unknown(string why) =>
            new(
                $"Device '{device}' was asked for and {why}. There are "
                    + string.Join(", ", names.Select((name, i) => $"{i}: {name}"))
                    + "."
            );
    }
}
