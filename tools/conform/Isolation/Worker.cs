using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace Conform.Isolation;

/// <summary>A process of this program that answers cases: its lines, what it holds, and how it ended.</summary>
internal sealed class Worker : IDisposable
{
    /// <summary>The hidden verb.</summary>
    public const string Verb = "worker";

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    // Glances after its exit in which nothing came any more.
    private const int Patience = 25;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly Process process;
    private readonly Complaints complaints;

    // Null is its end.
    private readonly BlockingCollection<string?> lines = [];

    private Worker(Process process)
    {
        this.process = process;
        complaints = new(process.StandardError);
        new Thread(ReadLines) { IsBackground = true }.Start();
    }

    /// <summary>What a wait came to.</summary>
    internal enum Event
    {
        Line,
        Ended,
        TooLate,
        TooLarge,
    }

    /// <summary>How many bytes it holds.</summary>
    public long Memory => ResidentMemory.Of(process);

    /// <summary>Starts one.</summary>
    /// <param name="arguments">Arguments of the verb.</param>
    public static Worker Start(IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;
        // dotnet conform.dll, or the program itself.
        string[] ofProgram =
            Path.GetFileNameWithoutExtension(program) == "dotnet"
                ? [Environment.GetCommandLineArgs()[0]]
                : [];
        return new(
            Process.Start(
                new ProcessStartInfo(program, [.. ofProgram, Verb, .. arguments])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                    StandardInputEncoding = new UTF8Encoding(false),
                }
            )!
        );
    }

    /// <summary>Hands it a line. If it has ended, <see cref="Wait"/> tells.</summary>
    public void Send(string line)
    {
        complaints.Forget();
        try
        {
            process.StandardInput.Write(line + "\n");
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // Broken pipe.
        }
    }

    /// <summary>Waits for its next line, or for what comes before it.</summary>
    /// <param name="since">Since when.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public (Event Event, string Line) Wait(
        AwakeTime since,
        Limits limits,
        CancellationToken cancellation
    )
    {
        for (var silent = 0; ; )
        {
            cancellation.ThrowIfCancellationRequested();
            if (lines.TryTake(out var line, Glance))
            {
                return line is null ? (Event.Ended, "") : (Event.Line, line);
            }

            // A program that it started may hold on to its output.
            silent = process.HasExited ? silent + 1 : 0;
            if (silent > Patience)
            {
                return (Event.Ended, "");
            }

            if (Memory > limits.Memory)
            {
                return (Event.TooLarge, "");
            }

            since.Glance();
            if (since.Elapsed > limits.Time)
            {
                return (Event.TooLate, "");
            }
        }
    }

    /// <summary>How it ended, if by itself, and the first words of what it complained of: <c>ended with signal 11 (SIGSEGV)</c>.</summary>
    public (string How, string? Said) End()
    {
        // Its output has ended, and so will it.
        if (!process.WaitForExit(Farewell))
        {
            Kill();
            return ("closed its output, and was ended", complaints.First());
        }

        EndGroup();
        var code = process.ExitCode;
        return (
            Posix.IsHere && code is > 128 and < 128 + 65
                ? $"ended with signal {Posix.Signal(code - 128)}"
            : OperatingSystem.IsWindows() && code < 0 ? $"ended with exit code 0x{code:X8}"
            : $"ended with exit code {code}",
            complaints.First()
        );
    }

    /// <summary>Lets it go in peace, or ends it if it does not; and whatever it started.</summary>
    public void Leave()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Something was still on its way.
        }

        process.WaitForExit(Farewell);
        Dispose();
    }

    /// <summary>Ends it, and whatever it started.</summary>
    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    // What it started, too.
    private void EndGroup()
    {
        if (Posix.IsHere)
        {
            Posix.EndGroup(process.Id);
        }
    }

    private void Kill()
    {
        EndGroup();
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(Farewell);
        }
        catch (InvalidOperationException)
        {
            // It had ended.
        }
    }

    private void ReadLines()
    {
        var output = process.StandardOutput.BaseStream;
        var (buffer, line) = (new byte[1 << 16], new MemoryStream());
        try
        {
            for (int count; (count = output.Read(buffer)) > 0; )
            {
                var rest = buffer.AsSpan(0, count);
                for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
                {
                    line.Write(rest[..end]);
                    lines.Add(Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length));
                    line.SetLength(0);
                }

                line.Write(rest);
            }
        }
        catch (Exception ended) when (ended is IOException or ObjectDisposedException)
        {
            // Let go.
        }

        // What was cut off is no line.
        lines.Add(null);
    }
}
