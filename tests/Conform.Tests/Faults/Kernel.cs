using System.Runtime.InteropServices;

namespace Conform.Tests.Faults;

/// <summary>What Linux is asked for directly.</summary>
internal static partial class Kernel
{
    /// <summary>Signals by their numbers.</summary>
    public enum Signal
    {
        Interrupt = 2,
        Kill = 9,
        Terminate = 15,
    }

    /// <summary>Sends a signal to a process.</summary>
    public static void Send(int process, Signal signal) => kill(process, (int)signal);

    /// <summary>
    /// Runs as a user without rights where this one may do everything: the kernel takes the rights over files from the calling thread
    /// alone, for as long as that acts as another user.
    /// </summary>
    public static void WithoutRights(Action action)
    {
        if (Environment.UserName != "root")
        {
            action();
            return;
        }

        const uint Nobody = 65534;
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            _ = setfsuid(Nobody);
            try
            {
                action();
            }
            catch (Exception error)
            {
                thrown = error;
            }
            finally
            {
                _ = setfsuid(0);
            }
        });
        thread.Start();
        thread.Join();
        if (thrown is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(thrown);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc")]
    private static partial int setfsuid(uint user);
}
