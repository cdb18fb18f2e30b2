using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace Conform;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the verb to come to an end and keep what it can, the second ends the process at once. A verb
/// that cannot be asked ends at the first; files are written so that none is left half-written by it.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource asked = new();
    private readonly PosixSignalRegistration[] registrations = [];
    private PosixSignal? signal;

    /// <summary>Listens for as long as that command runs.</summary>
    public Interrupt(ParseResult parsed)
    {
        if (parsed.Action is AsynchronousCommandLineAction)
        {
            registrations =
            [
                PosixSignalRegistration.Create(PosixSignal.SIGINT, Ask),
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ask),
            ];
        }
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => asked.Token;

    /// <summary>As shells have it: 128 and the number of the signal, 2 for Ctrl-C and 15 for SIGTERM.</summary>
    public int ExitCode => 128 + (signal == PosixSignal.SIGTERM ? 15 : 2);

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        asked.Dispose();
    }

    private void Ask(PosixSignalContext context)
    {
        // The second goes its usual way, which ends the process.
        if (!asked.IsCancellationRequested)
        {
            context.Cancel = true;
            signal = context.Signal;
            try
            {
                asked.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The verb has just come to its end.
            }
        }
    }
}
