using System.Diagnostics;

namespace Conform.Tests;

/// <summary>A Python that has the libraries a script needs, where this machine has one.</summary>
internal static class Python
{
    private const string Variable = "CONFORM_PYTHON";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // The system's own comes first: what stands before it on the path may have no libraries.
    private static string[] Pythons =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? [named]
            : ["/usr/bin/python3", "python3"];

    /// <summary>Runs a script; the test is skipped, by name and counted, where no Python has the library.</summary>
    public static void Run(string library, string script, params string[] arguments)
    {
        var (exit, _, error) = Start(library, script, arguments);
        Assert.That(exit, Is.Zero, error);
    }

    /// <summary>Runs a script, however it ends; skipped like <see cref="Run"/>.</summary>
    public static (int Exit, string Output, string Error) Start(
        string library,
        string script,
        params string[] arguments
    )
    {
        var python = Pythons.FirstOrDefault(python => Has(python, library));
        if (python is null)
        {
            Assert.Ignore($"No python3 with {library} here; name one in {Variable}.");
        }

        return Start(python!, [script, .. arguments]);
    }

    private static bool Has(string python, string library)
    {
        try
        {
            return Start(python, ["-c", $"import {library}"]).Exit == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Exit, string Output, string Error) Start(string python, string[] arguments)
    {
        var start = new ProcessStartInfo(python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No caches beside the sources.
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{python} took longer than {Patience}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }
}
