using System.Diagnostics;

namespace Conform.Tests;

/// <summary>A Python with numpy, where this machine has one.</summary>
internal static class Python
{
    private const string Variable = "CONFORM_PYTHON";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // The system's own comes first: what stands before it on the path may have no numpy.
    private static readonly Lazy<string?> Lazy = new(() =>
        (
            Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
                ? [named]
                : new[] { "/usr/bin/python3", "python3" }
        ).FirstOrDefault(HasNumpy)
    );

    /// <summary>Runs a script; the test is skipped, by name and counted, where no Python has numpy.</summary>
    public static void Run(string script, params string[] arguments)
    {
        if (Lazy.Value is null)
        {
            Assert.Ignore($"No python3 with numpy here; name one in {Variable}.");
        }

        var (exit, error) = Start(Lazy.Value!, [script, .. arguments]);
        Assert.That(exit, Is.Zero, error);
    }

    private static bool HasNumpy(string python)
    {
        try
        {
            return Start(python, ["-c", "import numpy"]).Exit == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Exit, string Error) Start(string python, string[] arguments)
    {
        var start = new ProcessStartInfo(python, arguments) { RedirectStandardError = true };
        // No caches beside the sources.
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{python} took longer than {Patience}.");
        }

        return (process.ExitCode, error.Result);
    }
}
