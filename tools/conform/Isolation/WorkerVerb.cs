using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Mlp;
using Mlp.Conformance;
using Mlp.Gpu;

namespace Conform.Isolation;

/// <summary><c>conform worker</c>, hidden: answers the cases that come in on standard input, one after another.</summary>
internal static class WorkerVerb
{
    // For what runs at the end of a process.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(4);

    /// <summary>The arguments that <see cref="Create"/> understands.</summary>
    public static string[] Arguments(string backend, int? threads, string? data) =>
        [
            "--backend",
            backend,
            .. threads is { } count
                ? new[] { "--threads", count.ToString(CultureInfo.InvariantCulture) }
                : [],
            .. data is null ? Array.Empty<string>() : ["--data", data],
        ];

    public static Command Create()
    {
        var backend = new Option<string>("--backend") { Required = true };
        var threads = new Option<int?>("--threads");
        var data = new Option<string?>("--data");
        var command = new Command(Worker.Verb, "Answers cases, for run --isolate.")
        {
            backend,
            threads,
            data,
        };
        command.Hidden = true;
        command.SetAction(parsed =>
            Work(parsed.GetValue(backend)!, parsed.GetValue(threads), parsed.GetValue(data))
        );
        return command;
    }

    private static int Work(string name, int? threads, string? data)
    {
        using var channel = Channel.Take();
        // Signals to a whole job reach workers too; they end with whoever started them.
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Ignore);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Ignore);
        if (Posix.IsHere)
        {
            Posix.LeadGroup();
        }

        using var asked = new BlockingCollection<string>();
        var busy = true;
        // A case may run for ever; that nobody waits for it any more is seen beside it.
        new Thread(() =>
        {
            while (channel.Read() is { } line)
            {
                asked.Add(line);
            }

            asked.CompleteAdding();
            if (!Volatile.Read(ref busy))
            {
                Thread.Sleep(Farewell);
            }

            EndNow();
        })
        {
            IsBackground = true,
        }.Start();

        IBackend backend;
        try
        {
            backend = BackendCatalog.Create(name, threads);
        }
        catch (Exception refused) when (ExitCodes.IsBadInput(refused))
        {
            channel.Write(WorkerLine.OfRefusal(refused.Message));
            return ExitCodes.BadInput;
        }
        catch (DeviceException failed)
        {
            channel.Write(WorkerLine.OfFailure(failed.Message));
            return ExitCodes.Failed;
        }

        var runner = new Runner(backend, data);
        channel.Write(WorkerLine.Of(backend));
        Volatile.Write(ref busy, false);
        foreach (var line in asked.GetConsumingEnumerable())
        {
            Volatile.Write(ref busy, true);
            var value = CaseJson.Read(line);
            channel.Write(WorkerLine.OfBegun(value.Id));
            var result = ResultFile.ToJson(runner.Run(value));
            Volatile.Write(ref busy, false);
            channel.Write(result);
        }

        return 0;
    }

    private static void EndNow()
    {
        if (Posix.IsHere)
        {
            Posix.EndOwnGroup();
        }

        Environment.Exit(0);
    }

    private static void Ignore(PosixSignalContext signal) => signal.Cancel = true;
}
