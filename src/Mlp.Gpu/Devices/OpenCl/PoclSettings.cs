using System.Runtime.InteropServices;

namespace Mlp.Gpu;

/// <summary>
/// How PoCL makes loops of the threads of a group. By its default, <c>loopvec</c>, a kernel compiled for one model trained otherwise from
/// its second step on; by <c>loops</c> it has the bits of the kernel for all (PoCL 3.1). PoCL reads it from the environment of C, which .NET
/// does not write to.
/// </summary>
internal static partial class PoclSettings
{
    private const string Method = "POCL_WORK_GROUP_METHOD";

    /// <summary>Sets it, unless the environment has it already; before the first kernel is compiled.</summary>
    public static void Apply()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetEnvironment(Method, "loops", overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
