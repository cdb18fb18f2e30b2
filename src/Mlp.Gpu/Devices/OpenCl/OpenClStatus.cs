using Silk.NET.OpenCL;

namespace Mlp.Gpu;

/// <summary>Turns the codes that OpenCL returns into messages.</summary>
internal static class OpenClStatus
{
    /// <summary>Throws unless the code says that all went well.</summary>
    /// <param name="code">What OpenCL returned.</param>
    /// <param name="what">What was asked, as in "copying to the device".</param>
    /// <param name="device">Of which device.</param>
    public static void Check(int code, string what, string device)
    {
        if (code != 0)
        {
            throw new DeviceException(Message(code, what, device));
        }
    }

    private static string Message(int code, string what, string device)
    {
        var name = Enum.IsDefined((ErrorCodes)code) ? ((ErrorCodes)code).ToString() : "unknown";
        var advice = (ErrorCodes)code switch
        {
            ErrorCodes.MemObjectAllocationFailure
            or ErrorCodes.OutOfResources
            or ErrorCodes.OutOfHostMemory =>
                "The device is out of memory: take a smaller batch, fewer units or fewer rows, or free what else uses it.",
            ErrorCodes.DeviceNotAvailable =>
                "The device was lost: check its driver, and compile the model anew.",
            _ => "Check the driver of the device.",
        };
        return $"{device}: {what} failed with OpenCL error {code} ({name}). {advice}";
    }
}
