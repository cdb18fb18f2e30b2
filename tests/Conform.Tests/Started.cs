using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Conform.Tests;

/// <summary>A command that runs beside a test: to be looked at, killed, or waited for.</summary>
internal sealed class Started : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    private Started(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = Tool.Root;
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <summary>Starts <c>conform</c> with the arguments and, beside the test's own, these environment variables.</summary>
    public static Started Conform(
        IReadOnlyDictionary<string, string> variables,
        params string[] arguments
    ) =>
        Program(
            variables,
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "conform.dll"), .. arguments]
        );

    /// <summary>Starts any program.</summary>
    public static Started Program(
        IReadOnlyDictionary<string, string> variables,
        string name,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(name, arguments);
        foreach (var (variable, value) in variables)
        {
            start.Environment[variable] = value;
        }

        return new(start);
    }

    /// <summary>Waits for its end.</summary>
    public (int ExitCode, string Output, string Error) Finish()
    {
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"It took longer than {Patience}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Ends it as nothing can be prepared for: <c>kill -9</c>.</summary>
    public void Kill() => Signal(process.Id, 9);

    /// <summary>Sends a signal to any process.</summary>
    public static void Signal(int process, int signal) =>
        Assert.That(kill(process, signal), Is.Zero, $"kill -{signal} {process}");

    /// <summary>Whether a process is there, and not only its remains.</summary>
    public static bool Lives(int process) =>
        File.Exists($"/proc/{process}/stat")
        && File.ReadAllText($"/proc/{process}/stat") is var stat
        && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');

    /// <summary>Waits until something holds.</summary>
    public static void Until(Func<bool> holds, string what)
    {
        for (var since = Stopwatch.StartNew(); !holds(); Thread.Sleep(5))
        {
            Assert.That(since.Elapsed, Is.LessThan(Patience), what);
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
