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
    public static (int ExitCode, string Output, string Error) Dotnet(params string[] arguments) =>
        Run("dotnet", Root, new Dictionary<string, string?>(), arguments);

    /// <summary>Runs a program in a folder, with what is given in its environment.</summary>
    public static (int ExitCode, string Output, string Error) Run(
        string program,
        string folder,
        IReadOnlyDictionary<string, string?> environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} took longer than {Patience}.");
        }

        return (process.ExitCode, output.Result, error.Result);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
