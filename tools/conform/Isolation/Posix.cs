using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Conform.Isolation;

/// <summary>The few calls of POSIX that .NET does not offer. Elsewhere nothing of it is called.</summary>
internal static partial class Posix
{
    private const string Library = "libc";
    private const int Killed = 9;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "SIGHUP",
        [2] = "SIGINT",
        [3] = "SIGQUIT",
        [4] = "SIGILL",
        [5] = "SIGTRAP",
        [6] = "SIGABRT",
        [8] = "SIGFPE",
        [9] = "SIGKILL",
        [11] = "SIGSEGV",
        [13] = "SIGPIPE",
        [14] = "SIGALRM",
        [15] = "SIGTERM",
    };

    /// <summary>Whether there are such calls here.</summary>
    public static bool IsHere => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>A signal as messages have it: <c>11 (SIGSEGV)</c>.</summary>
    public static string Signal(int number) =>
        number == (OperatingSystem.IsMacOS() ? 10 : 7) ? $"{number} (SIGBUS)"
        : Names.TryGetValue(number, out var name) ? $"{number} ({name})"
        : $"{number}";

    /// <summary>The same file under another number, which programs that this process starts do not get.</summary>
    public static SafeFileHandle Duplicate(int descriptor)
    {
        var copy = dup(descriptor);
        if (copy < 0)
        {
            throw new IOException($"Descriptor {descriptor} cannot be had twice.");
        }

        if (OperatingSystem.IsLinux())
        {
            _ = fcntl(copy, SetDescriptorFlags, CloseOnExec);
        }

        return new(copy, ownsHandle: true);
    }

    /// <summary>Lets a number stand for the file of another one.</summary>
    public static void Redirect(int descriptor, int target)
    {
        if (dup2(target, descriptor) < 0)
        {
            throw new IOException($"Descriptor {descriptor} cannot be sent to {target}.");
        }
    }

    /// <summary>Makes this process the first of a group of its own, that whatever it starts belongs to.</summary>
    public static void LeadGroup() => _ = setpgid(0, 0);

    /// <summary>Ends this process, and the group that it leads, at once.</summary>
    public static void EndOwnGroup() =>
        _ = kill(getpgrp() == Environment.ProcessId ? 0 : Environment.ProcessId, Killed);

    /// <summary>Ends what is left of the group that a process leads.</summary>
    public static void EndGroup(int leader) => _ = kill(-leader, Killed);

    [LibraryImport(Library)]
    private static partial int dup(int descriptor);

    [LibraryImport(Library)]
    private static partial int dup2(int from, int to);

    [LibraryImport(Library)]
    private static partial int fcntl(int descriptor, int command, int argument);

    [LibraryImport(Library)]
    private static partial int setpgid(int process, int group);

    [LibraryImport(Library)]
    private static partial int getpgrp();

    [LibraryImport(Library)]
    private static partial int kill(int process, int signal);
}
