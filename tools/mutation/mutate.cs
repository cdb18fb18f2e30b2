#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

// Changes the sources one place at a time, runs the unit tests on each, and writes docs/mutation-testing.md.
//
//   dotnet run tools/mutation/mutate.cs                       all
//   dotnet run tools/mutation/mutate.cs -- Mlp.Data.Tests     one of them; the page takes the others from their last run
//   dotnet run tools/mutation/mutate.cs -- Mlp.Native.Tests/training
//                                                             one part of one
//   dotnet run tools/mutation/mutate.cs -- again              none: tries again what the last runs gave up waiting for, and survivors
//   dotnet run tools/mutation/mutate.cs -- page               none: writes the page from the last runs
//
// What Stryker gives up waiting for is tried again by itself, compiled into a copy of the sources: its test servers also hang on
// mutants that end.
//
// Exits 1 when a mutant survived that survivors.json does not explain, or explains one that no longer survives.
const string Version = "5.1.0";

// A test project, or one part of it, whose tests and whose stryker-config.PART.json are its own.
string[] all =
[
    "Mlp.Tests",
    "Mlp.Data.Tests",
    "Mlp.Native.Tests/formulas",
    "Mlp.Native.Tests/training",
    "Mlp.Native.Tests/preprocessing",
    "Mlp.Conformance.UnitTests",
];

// Said by the SDK: what the compiler says of this file is mapped to no real path.
var here = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
var root = Path.GetFullPath(Path.Combine(here, "..", ".."));
var output = Path.Combine(root, "artifacts", "mutation");
string[] asked =
    args.Length == 0 ? all
    : args is ["page"] or ["again"] ? []
    : [.. all.Where(run => args.Contains(run) || args.Contains(run.Split('/')[0]))];
if (
    args.Length > 0
    && args is not (["page"] or ["again"])
    && args.FirstOrDefault(name => !all.Any(run => run == name || run.Split('/')[0] == name))
        is { } unknown
)
{
    Console.Error.WriteLine(
        $"'{unknown}' is none of {string.Join(", ", all)}; nor is it 'page' or 'again'."
    );
    return 2;
}

var mutation = "true";
var tool = Path.Combine(output, "tool");
var stryker = Path.Combine(
    tool,
    OperatingSystem.IsWindows() ? "dotnet-stryker.exe" : "dotnet-stryker"
);
if (asked.Length > 0 && !File.Exists(stryker))
{
    // Beside what it makes, not among the tools that every build restores.
    Run(
        root,
        "dotnet",
        "tool",
        "install",
        "dotnet-stryker",
        "--version",
        Version,
        "--tool-path",
        tool
    );
}

foreach (var run in asked)
{
    var (project, part) = (run.Split('/')[0], run.Split('/').ElementAtOrDefault(1));
    mutation = part ?? "true";
    Run(
        Path.Combine(root, "tests", project),
        stryker,
        "--skip-version-check",
        "-f",
        part is null ? "stryker-config.json" : $"stryker-config.{part}.json",
        "-O",
        Path.Combine(output, run)
    );
    Again(run);
}

foreach (var run in args is ["again"] ? all.Where(run => File.Exists(Report(run))) : [])
{
    mutation = run.Split('/').ElementAtOrDefault(1) ?? "true";
    Again(run, "Survived");
}

return Page.Write(root, Version, [.. all.Select(run => (run, Report(run)))]);

// Mutants of a run that outlived Stryker's patience, one at a time.
void Again(string run, params string[] more)
{
    var report = JsonNode.Parse(File.ReadAllText(Report(run)))!;
    var late = (
        from file in report["files"]!.AsObject()
        from mutant in file.Value!["mutants"]!.AsArray()
        let status = (string)mutant!["status"]!
        where
            (status == "Timeout" && (string?)mutant["statusReason"] != Alone.Reason)
            || more.Contains(status)
        select (File: file.Key, Source: (string)file.Value!["source"]!, Mutant: mutant)
    ).ToArray();
    if (late.Length == 0)
    {
        return;
    }

    var alone = new Alone(root, Path.Combine(output, "alone"), run.Split('/')[0], mutation);
    if (alone.Try() != "Survived")
    {
        throw new InvalidOperationException($"The tests of {run} fail without any change.");
    }

    foreach (var (file, source, mutant) in late)
    {
        var name = Path.GetRelativePath(root, file);
        if (name.StartsWith("..", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"The report of {run} is of another checkout ({file}); run it here."
            );
        }

        mutant["status"] = alone.Try(name, source, Change.Applied(source, mutant));
        mutant["statusReason"] = Alone.Reason;
        Console.WriteLine(
            $"{Path.GetFileName(file)}:{mutant["location"]!["start"]!["line"]} {mutant["mutatorName"]}: {mutant["status"]}"
        );
        File.WriteAllText(Report(run), report.ToJsonString());
    }
}

string Report(string run) => Path.Combine(output, run, "reports", "mutation-report.json");

void Run(string folder, string program, params string[] arguments)
{
    var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
    // Read by the test projects: which tests take part.
    start.Environment["Mutation"] = mutation;
    // Stryker runs tests in several processes: threads that wait for each other would be more than processors.
    start.Environment["MLP_THREADS"] = "1";
    using var process = Process.Start(start)!;
    process.WaitForExit();
    if (process.ExitCode != 0)
    {
        throw new InvalidOperationException($"{program} in {folder} exited {process.ExitCode}.");
    }
}

/// <summary>The change that a mutant of a report makes.</summary>
internal static class Change
{
    /// <summary>The source with the change in it.</summary>
    public static string Applied(string source, JsonNode mutant)
    {
        var (start, end) = (Offset("start"), Offset("end"));
        return source[..start] + (string)mutant["replacement"]! + source[end..];

        int Offset(string name)
        {
            var place = mutant["location"]![name]!;
            var at = 0;
            for (var line = 1; line < (int)place["line"]!; line++)
            {
                at = source.IndexOf('\n', at) + 1;
            }

            return at + (int)place["column"]! - 1;
        }
    }
}

/// <summary>A copy of the sources, in which one mutant at a time is compiled and tested.</summary>
internal sealed class Alone
{
    /// <summary>Stands in a report beside a status that was found so.</summary>
    public const string Reason = "tried by itself";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // A mutant may well be code that is warned of.
    private static readonly string[] Lenient =
    [
        "-p:TreatWarningsAsErrors=false",
        "-p:RunAnalyzers=false",
    ];

    private readonly string copy;
    private readonly string project;
    private readonly string mutation;

    /// <summary>Copies what git tracks.</summary>
    public Alone(string root, string copy, string project, string mutation)
    {
        (this.copy, this.project, this.mutation) = (copy, project, mutation);
        if (Directory.Exists(copy))
        {
            Directory.Delete(copy, recursive: true);
        }

        foreach (var name in Output(root, "git", "ls-files").Split('\n'))
        {
            var target = Path.Combine(copy, name);
            if (name.Length > 0 && File.Exists(Path.Combine(root, name)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(Path.Combine(root, name), target, overwrite: true);
            }
        }
    }

    /// <summary>The status of a mutant by its tests, or of no mutant.</summary>
    public string Try(string? file = null, string? source = null, string? mutant = null)
    {
        var place = Path.Combine(copy, file ?? "");
        if (file is not null)
        {
            File.WriteAllText(place, mutant);
        }

        try
        {
            var tests = Path.Combine("tests", project);
            var program = Path.Combine(copy, tests, "bin", "Debug", "net10.0", project);
            return Succeeds("dotnet", ["build", tests, .. Lenient]) switch
            {
                null => throw new InvalidOperationException("The build did not end."),
                false => "CompileError",
                true => Succeeds(program) switch
                {
                    true => "Survived",
                    false => "Killed",
                    null => "Timeout",
                },
            };
        }
        finally
        {
            if (file is not null)
            {
                File.WriteAllText(place, source);
            }
        }
    }

    private static string Output(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            }
        )!;
        return process.StandardOutput.ReadToEnd();
    }

    // Null when it does not end.
    private bool? Succeeds(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = copy,
            RedirectStandardOutput = true,
        };
        start.Environment["Mutation"] = mutation;
        start.Environment["MLP_THREADS"] = "1";
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        if (process.WaitForExit(Patience))
        {
            return process.ExitCode == 0;
        }

        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return null;
    }
}

/// <summary>A mutant that was not killed, or was.</summary>
internal sealed record Mutant(string File, int Line, string Change, string Status);

/// <summary>Why mutants of a file survive.</summary>
/// <param name="File">From the root of the repository.</param>
/// <param name="Change">The change as the page shows it; <c>*</c> stands for anything.</param>
/// <param name="Why">In a few words.</param>
internal sealed record Explanation(string File, string Change, string Why)
{
    public bool Explains(Mutant mutant) =>
        mutant.File == File
        && Regex.IsMatch(
            mutant.Change,
            "^" + Regex.Escape(Change).Replace(@"\*", ".*", StringComparison.Ordinal) + "$"
        );
}

internal static class Page
{
    private static readonly (string Name, string[] Folders)[] Targets =
    [
        ("formulas", ["src/Mlp.Native/Formulas/"]),
        ("training: the loop", ["src/Mlp.Native/Training/"]),
        ("training: callbacks and history", ["src/Mlp/Training/"]),
        ("data: splits, orders, readers", ["src/Mlp.Data/"]),
        ("data: preprocessing", ["src/Mlp.Native/Preprocessing/"]),
        ("Judge", ["conformance/Mlp.Conformance/Judging/"]),
    ];

    public static int Write(string root, string version, (string Project, string Report)[] runs)
    {
        string[] reports = [.. runs.Select(run => run.Report).Where(File.Exists)];
        var mutants = reports
            .SelectMany(Read)
            .OrderBy(mutant => mutant.File, StringComparer.Ordinal)
            .ThenBy(mutant => mutant.Line)
            .ThenBy(mutant => mutant.Change, StringComparer.Ordinal)
            .ToArray();
        var explanations = JsonSerializer.Deserialize<Explanation[]>(
            File.ReadAllText(Path.Combine(root, "tools", "mutation", "survivors.json")),
            JsonSerializerOptions.Web
        )!;
        var survivors = mutants
            .Where(mutant => mutant.Status is "Survived" or "NoCoverage")
            .ToArray();
        var text = new StringBuilder(
            File.ReadAllText(Path.Combine(root, "tools", "mutation", "page.md"))
                .Replace("{version}", version, StringComparison.Ordinal)
                .Replace("{runs}", Runs(runs), StringComparison.Ordinal)
                .Replace("{scores}", Scores(mutants), StringComparison.Ordinal)
        );
        foreach (
            var (name, folders) in Targets.Where(target =>
                survivors.Any(mutant => In(mutant, target.Folders))
            )
        )
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n## Survivors, {name}\n\n| where | change | why |\n| --- | --- | --- |\n"
            );
            foreach (var mutant in survivors.Where(mutant => In(mutant, folders)))
            {
                var why =
                    explanations.FirstOrDefault(one => one.Explains(mutant))?.Why
                    ?? "**not explained**";
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {mutant.File.Split('/')[^1]}:{mutant.Line} | `{mutant.Change.Replace("|", @"\|", StringComparison.Ordinal)}` | {why} |\n"
                );
            }
        }

        File.WriteAllText(Path.Combine(root, "docs", "mutation-testing.md"), text.ToString());
        var open = survivors
            .Where(mutant => !explanations.Any(one => one.Explains(mutant)))
            .ToArray();
        var stale = explanations
            .Where(one =>
                mutants.Any(mutant => mutant.File == one.File) && !survivors.Any(one.Explains)
            )
            .ToArray();
        foreach (var mutant in open)
        {
            Console.Error.WriteLine($"not explained: {mutant.File}:{mutant.Line}: {mutant.Change}");
        }

        foreach (var one in stale)
        {
            Console.Error.WriteLine($"explained, and killed or gone: {one.File}: {one.Change}");
        }

        Console.WriteLine(
            $"{survivors.Length} survivors of {mutants.Length}; docs/mutation-testing.md is written."
        );
        return open.Length + stale.Length == 0 ? 0 : 1;
    }

    private static string Runs((string Project, string Report)[] runs) =>
        string.Join(
            '\n',
            runs.Select(run =>
                File.Exists(run.Report)
                    ? FormattableString.Invariant(
                        $"- `{run.Project}`: {File.GetLastWriteTimeUtc(run.Report):yyyy-MM-dd}"
                    )
                    : $"- `{run.Project}`: not run to its end yet"
            )
        );

    private static bool In(Mutant mutant, string[] folders) =>
        folders.Any(folder => mutant.File.StartsWith(folder, StringComparison.Ordinal));

    private static string Scores(Mutant[] mutants)
    {
        var text = new StringBuilder();
        foreach (var (name, folders) in Targets.Append(("all", [""])))
        {
            var mine = mutants
                .Where(mutant => In(mutant, folders))
                .ToLookup(mutant => mutant.Status);
            var (killed, endless) = (mine["Killed"].Count(), mine["Timeout"].Count());
            var (survived, unseen) = (mine["Survived"].Count(), mine["NoCoverage"].Count());
            var total = killed + endless + survived + unseen;
            text.Append(
                total == 0
                    ? $"| {name} | not measured yet | | | | | |\n"
                    : FormattableString.Invariant(
                        $"| {name} | {total:N0} | {killed:N0} | {endless:N0} | {survived:N0} | {unseen:N0} | {100.0 * (killed + endless) / total:F1} % |\n"
                    )
            );
        }

        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<Mutant> Read(string report)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(report));
        foreach (var file in json.RootElement.GetProperty("files").EnumerateObject())
        {
            // The report may have been made in another checkout.
            var name = file.Name.Replace('\\', '/');
            var place = Targets
                .SelectMany(target => target.Folders)
                .Select(folder => name.IndexOf(folder, StringComparison.Ordinal))
                .FirstOrDefault(at => at >= 0, -1);
            var lines = file.Value.GetProperty("source").GetString()!.Split('\n');
            foreach (var mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                var status = mutant.GetProperty("status").GetString()!;
                if (place >= 0 && status is "Killed" or "Timeout" or "Survived" or "NoCoverage")
                {
                    var (start, end) = (Place(mutant, "start"), Place(mutant, "end"));
                    yield return new(
                        name[place..],
                        start.Line,
                        $"{Short(Span(lines, start, end))} => {Short(mutant.GetProperty("replacement").GetString()!)}",
                        status
                    );
                }
            }
        }
    }

    private static (int Line, int Column) Place(JsonElement mutant, string name)
    {
        var place = mutant.GetProperty("location").GetProperty(name);
        return (place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32());
    }

    private static string Span(
        string[] lines,
        (int Line, int Column) start,
        (int Line, int Column) end
    ) =>
        start.Line == end.Line
            ? lines[start.Line - 1][(start.Column - 1)..(end.Column - 1)]
            : string.Join(
                ' ',
                [
                    lines[start.Line - 1][(start.Column - 1)..],
                    .. lines[start.Line..(end.Line - 1)],
                    lines[end.Line - 1][..(end.Column - 1)],
                ]
            );

    // In one line, of bounded length.
    private static string Short(string code)
    {
        var line = string.Join(
            ' ',
            code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
        return line.Length <= 70 ? line : line[..50] + " ... " + line[^15..];
    }
}
