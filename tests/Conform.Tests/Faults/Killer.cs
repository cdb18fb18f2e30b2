using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Mlp.Conformance;
using static Conform.Tests.Faults.Kernel;

namespace Conform.Tests.Faults;

/// <summary>What came of a process that was to be killed.</summary>
/// <param name="Signal">What it was sent.</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="LeftAside">Whether it left a file half-written beside its place.</param>
internal sealed record Blow(Signal Signal, int ExitCode, string Error, bool LeftAside)
{
    /// <summary>Whether the signal ended it; otherwise it came to its end before.</summary>
    public bool Killed => ExitCode != 0;
}

/// <summary>
/// Starts <c>conform</c> and kills it: by a signal drawn, at a moment drawn, which is anywhere in the time that it usually takes, anywhere after it
/// began to write, or while it writes one of its files.
/// </summary>
/// <param name="folder">Where it writes.</param>
/// <param name="usual">How long it usually takes.</param>
/// <param name="writes">How many changes to files are seen in that time, about.</param>
/// <param name="random">What draws.</param>
internal sealed partial class Killer(string folder, TimeSpan usual, int writes, Random random)
{
    private static readonly Signal[] Signals = [Signal.Kill, Signal.Terminate, Signal.Interrupt];

    // Far beyond what any takes: a machine may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Kills that a test needs in all: of each of the four verbs a fourth. The variable KILLS makes it longer.</summary>
    public static int Kills { get; } = Number("KILLS", 24);

    /// <summary>What the draws begin with: KILL_SEED.</summary>
    public static int Seed { get; } = Number("KILL_SEED", 1);

    /// <summary>The blows so far.</summary>
    public List<Blow> Blows { get; } = [];

    /// <summary>How many of them ended a process.</summary>
    public int Killed => Blows.Count(blow => blow.Killed);

    /// <summary>Starts one process and kills it.</summary>
    public Blow Strike(params string[] arguments)
    {
        // Anywhere, start-up included; anywhere once it has begun to write; or within a write.
        var kind = random.Next(3);
        var write = kind == 2 ? random.Next(1, writes + 1) : kind;
        var delay =
            kind == 2
                ? TimeSpan.FromMilliseconds(2 * random.NextDouble())
                : usual * random.NextDouble() / (kind == 0 ? 1 : 3);
        // What is being written is lost only by the signal that cannot be heard.
        var signal =
            kind == 2 && random.Next(4) > 0 ? Signal.Kill : Signals[random.Next(Signals.Length)];
        var before = Asides(folder).ToArray();
        using var process = Listening.Start(arguments);
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(),
            process.StandardError.ReadToEndAsync()
        );
        AwaitWrite(process, write);
        Wait(process, delay);
        if (!process.HasExited)
        {
            Send(process.Id, signal);
        }

        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"{signal} did not end {string.Join(' ', arguments)} within {Patience}.");
        }

        Task.WaitAll(output, error);
        var blow = new Blow(
            signal,
            process.ExitCode,
            error.Result,
            Asides(folder).Except(before).Any()
        );
        Blows.Add(blow);
        AssertEnded(blow);
        return blow;
    }

    /// <summary>Runs one to its end, which takes away what others left.</summary>
    public static TimeSpan Whole(params string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        var (exit, output, error) = Tool.Conform(arguments);
        Assert.That(exit, Is.Zero, output + error);
        return clock.Elapsed;
    }

    /// <summary>Files that were being written beside their places.</summary>
    public static IEnumerable<string> Asides(string folder) =>
        Directory
            .EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories)
            .Where(file => Aside().IsMatch(file));

    /// <summary>All files but those, and but the journals of runs, which are to be left.</summary>
    public static IEnumerable<string> Files(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => !Aside().IsMatch(file) && !IsJournal(file))
            .Select(file => Path.GetRelativePath(folder, file));

    /// <summary>Tells how it went, and that it tried something.</summary>
    public void Tell(string verb, params string[] more)
    {
        var counts = Signals.Select(signal =>
            $"{Blows.Count(blow => blow.Killed && blow.Signal == signal)} by {Name(signal)}"
        );
        TestContext.Out.WriteLine(
            $"{verb}, seed {Seed}: {Killed} kills survived ({string.Join(", ", counts)}), {Blows.Count(blow => blow.LeftAside)} while a file was "
                + $"being written, {Blows.Count - Killed} more signals came too late. {string.Join(" ", more)}"
        );
        Assert.That(Killed, Is.Positive);
    }

    private static bool IsJournal(string file) =>
        file.EndsWith(Journal.Of(""), StringComparison.Ordinal);

    private static string Name(Signal signal) =>
        signal switch
        {
            Signal.Kill => "SIGKILL",
            Signal.Terminate => "SIGTERM",
            _ => "SIGINT",
        };

    // As docs/training.md says: 0 when the signal came too late, else 128 and its number; and never more than a line.
    private static void AssertEnded(Blow blow)
    {
        Assert.That(blow.ExitCode, Is.EqualTo(0).Or.EqualTo(128 + (int)blow.Signal), blow.Error);
        Assert.That(
            blow.Error,
            Is.Empty.Or.Match(@"\AInterrupted[^\n]*\n\z"),
            "nothing, or one line of what was kept"
        );
    }

    // Any change counts, so that a writer that wrote in place would be met too.
    private void AwaitWrite(Process process, int write)
    {
        var before = States().ToHashSet();
        var seen = new HashSet<(string, DateTime)>();
        while (seen.Count < write && !process.HasExited)
        {
            // Often enough for what takes its time to reach the disk, and no more: the machine has other work.
            Thread.Sleep(1);
            seen.UnionWith(States().Where(state => !before.Contains(state)));
        }

        IEnumerable<(string, DateTime)> States() =>
            new DirectoryInfo(folder)
                .EnumerateFiles("*", SearchOption.AllDirectories)
                // It changes with every case.
                .Where(file => !IsJournal(file.Name))
                .Select(file => (file.FullName, file.LastWriteTimeUtc));
    }

    // To the microsecond, which sleeping is not.
    private static void Wait(Process process, TimeSpan delay)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < delay && !process.HasExited)
        {
            if (delay - clock.Elapsed > TimeSpan.FromMilliseconds(5))
            {
                Thread.Sleep(1);
            }
        }
    }

    private static int Number(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;

    [GeneratedRegex(@"\.[0-9a-f]{32}\.tmp$")]
    private static partial Regex Aside();
}
