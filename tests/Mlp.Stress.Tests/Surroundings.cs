using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Mlp.Stress.Tests;

/// <summary>What a program may find around it: language, time zone, threads, and other programs that want the processors.</summary>
/// <param name="Language">As in LC_ALL: <c>tr_TR.UTF-8</c>; null for a program that knows no cultures.</param>
/// <param name="Zone">As in TZ.</param>
/// <param name="Threads">Threads to compute on.</param>
/// <param name="Loaded">Whether others keep all processors busy.</param>
internal sealed record Surroundings(string? Language, string Zone, int Threads, bool Loaded = false)
{
    // More than any machine of continuous integration has.
    private const int Processors = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The culture that .NET should make of it.</summary>
    private string Culture => Language?.Split('.')[0].Replace('_', '-') ?? "";

    /// <summary>Runs <c>conform</c> in them.</summary>
    /// <param name="folder">Its working folder.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>What it printed.</returns>
    public string Conform(string folder, params string[] arguments)
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "conform");
        var found = Path.Combine(folder, "found.txt");
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "exec",
                "--runtimeconfig",
                RuntimeConfig(folder, tool),
                "--depsfile",
                $"{tool}.deps.json",
                $"{tool}.dll",
                .. arguments,
            ]
        )
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
        start.Environment[StartupHook.Variable] = found;
        start.Environment["DOTNET_PROCESSOR_COUNT"] = $"{Processors}";
        start.Environment["TZ"] = Zone;
        start.Environment["LANG"] = Language ?? "C";
        start.Environment["LC_ALL"] = Language ?? "C";
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = Language is null ? "1" : "0";
        using var load = Loaded ? new Load() : null;
        using var process = Process.Start(start)!;
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(),
            process.StandardError.ReadToEndAsync()
        );
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{this}: conform {arguments[0]} took longer than {Patience}.");
        }

        Assert.That(process.ExitCode, Is.Zero, $"{this}: {error.Result}{output.Result}");
        // The surroundings were what they should be, or equal results prove nothing.
        Assert.That(
            File.ReadAllText(found),
            Is.EqualTo($"{Culture} {Zone} {Processors}"),
            $"{this}"
        );
        return output.Result;
    }

    // As the build made it, less the promise that there is no culture.
    private static string RuntimeConfig(string folder, string tool)
    {
        const string Invariant = "System.Globalization.Invariant";
        var config = JsonNode.Parse(File.ReadAllText($"{tool}.runtimeconfig.json"))!;
        Assert.That(
            config["runtimeOptions"]!["configProperties"]!.AsObject().Remove(Invariant),
            "The tool has no invariant cultures any more: this test needs no configuration of its own."
        );
        var path = Path.Combine(folder, "with-cultures.runtimeconfig.json");
        File.WriteAllText(path, config.ToJsonString());
        return path;
    }

    // A busy process for each processor.
    private sealed class Load : IDisposable
    {
        private readonly Process[] processes =
        [
            .. Enumerable
                .Range(0, Environment.ProcessorCount)
                .Select(_ => Process.Start("sh", ["-c", "while :; do :; done"])),
        ];

        public void Dispose()
        {
            foreach (var process in processes)
            {
                process.Kill();
                process.WaitForExit();
                process.Dispose();
            }
        }
    }
}
