namespace Mlp.Gpu;

/// <summary>A device that a runtime has found, opened once for the process when first wanted; one that does not open is tried again.</summary>
/// <param name="Runtime"><c>opencl</c> or <c>cuda</c>.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Device">The device.</param>
internal sealed record DeviceEntry(string Runtime, string Name, MadeOnce<IDevice> Device);

/// <summary>What a runtime has found on this machine.</summary>
/// <param name="Devices">Its devices, best first.</param>
/// <param name="Absent">Why there is none.</param>
internal sealed record DevicesFound(IReadOnlyList<DeviceEntry> Devices, string Absent);
