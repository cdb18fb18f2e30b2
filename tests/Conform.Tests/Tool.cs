using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Conform.Tests;

/// <summary>Runs commands as a user does, from the root of the repository.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Root { get; } =
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>Runs <c>conform</c> with the arguments.</summary>
    public static (int ExitCode, string Output, string Error) Conform(params string[] arguments) =>
        Dotnet([Path.Combine(AppContext.BaseDirectory, "conform.dll"), .. arguments]);

    /// <summary>Runs <c>dotnet</c> with the arguments.</summary>
    public static (int ExitCode, string Output, string Error) Dotnet(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Root,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet {string.Join(' ', arguments)} took longer than {Patience}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
