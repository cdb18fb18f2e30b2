using Mlp.Conformance;
using YamlDotNet.RepresentationModel;

namespace Conform.Tests;

/// <summary>The sample job files do what they say: what they run is run here, as their scheduler would, in a few tasks.</summary>
[Platform("Linux", Reason = "They are scripts of a shell.")]
public sealed class JobFileTests
{
    private const int Tasks = 8;
    private const string ByProject = "dotnet run --project tools/conform --";

    private string folder = "";
    private string cases = "";

    [SetUp]
    public void MakeFolder()
    {
        folder = Directory.CreateTempSubdirectory("jobs").FullName;
        cases = Path.Combine(folder, "cases.parquet");
        CaseFile.Write(cases, "few", [.. Fixtures.Of("splits").Take(2 * Tasks)]);
        // What a scheduled task finds on its PATH.
        var program = Path.Combine(folder, "conform");
        File.WriteAllText(
            program,
            $"""
            #!/bin/sh
            exec dotnet "{Path.Combine(AppContext.BaseDirectory, "conform.dll")}" "$@"

            """
        );
        using var executable = Started.Program(
            new Dictionary<string, string>(),
            "chmod",
            "+x",
            program
        );
        Assert.That(executable.Finish().ExitCode, Is.Zero);
    }

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_Slurm_array()
    {
        var script = Path.Combine(Tool.Root, "docs", "jobs", "slurm.sh");
        Assert.That(File.ReadAllText(script), Does.Contain($"\n#SBATCH --array=0-{Tasks - 1}\n"));

        for (var id = 0; id < Tasks; id++)
        {
            Run(
                $"bash '{script}' --cases '{cases}'",
                ("SLURM_ARRAY_TASK_ID", $"{id}"),
                ("SLURM_ARRAY_TASK_MIN", "0"),
                ("SLURM_ARRAY_TASK_MAX", $"{Tasks - 1}"),
                ("SLURM_ARRAY_TASK_COUNT", $"{Tasks}")
            );
        }

        AssertMerged("conform merge shards --out results.parquet");
    }

    [Test]
    public void An_indexed_Job_of_Kubernetes()
    {
        var spec = Yaml("kubernetes.yaml")["spec"];
        var container = spec["template"]["spec"]["containers"][0];
        var variable = container["env"][0];
        Assert.That(Text(spec["completionMode"]), Is.EqualTo("Indexed"));
        Assert.That(Text(spec["completions"]), Is.EqualTo($"{Tasks}"));
        Assert.That(Text(container["command"][0]), Is.EqualTo("/bin/sh"));

        for (var index = 0; index < Tasks; index++)
        {
            Run(
                Few(Text(container["args"][0])),
                ("JOB_COMPLETION_INDEX", $"{index}"),
                (Text(variable["name"]), Text(variable["value"]))
            );
        }

        AssertMerged("conform merge shards --out results.parquet");
    }

    [Test]
    public void A_matrix_of_GitHub()
    {
        var jobs = Yaml("github.yml")["jobs"];
        var shard = jobs["shard"];
        var matrix = (YamlSequenceNode)shard["strategy"]["matrix"]["shard"];
        Assert.That(
            matrix.Select(Text),
            Is.EqualTo(Enumerable.Range(1, Tasks).Select(index => $"{index}"))
        );
        Assert.That(Text(shard["env"]["SHARD_INDEX"]), Is.EqualTo("${{ matrix.shard }}"));
        Assert.That(Text(shard["env"]["SHARD_COUNT"]), Is.EqualTo("${{ strategy.job-total }}"));

        foreach (var index in matrix.Select(Text))
        {
            Run(
                Few(Scripts(shard).Single()),
                ("SHARD_INDEX", index),
                ("SHARD_COUNT", $"{matrix.Children.Count}")
            );
        }

        Assert.That(Scripts(jobs["merge"]), Has.Count.EqualTo(2));
        AssertMerged([.. Scripts(jobs["merge"])]);

        static List<string> Scripts(YamlNode job) =>
            [
                .. ((YamlSequenceNode)job["steps"])
                    .Cast<YamlMappingNode>()
                    .Where(step => step.Children.ContainsKey("run"))
                    .Select(step => Text(step["run"])),
            ];
    }

    [Test]
    public void Parallel_jobs_of_GitLab()
    {
        var jobs = Yaml("gitlab.yml");
        Assert.That(Text(jobs["shard"]["parallel"]), Is.EqualTo($"{Tasks}"));

        for (var index = 1; index <= Tasks; index++)
        {
            Run(
                Few(Text(jobs["shard"]["script"][0])),
                ("CI_NODE_INDEX", $"{index}"),
                ("CI_NODE_TOTAL", $"{Tasks}")
            );
        }

        AssertMerged([.. ((YamlSequenceNode)jobs["merge"]["script"]).Select(Text)]);
    }

    private static YamlNode Yaml(string file)
    {
        using var text = File.OpenText(Path.Combine(Tool.Root, "docs", "jobs", file));
        var stream = new YamlStream();
        stream.Load(text);
        return stream.Documents.Single().RootNode;
    }

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    // A few cases are enough to see that eight tasks make one run.
    private string Few(string script)
    {
        Assert.That(script, Does.Contain("--backend cpu "));
        return script.Replace("--backend cpu ", $"--backend cpu --cases '{cases}' ");
    }

    private void AssertMerged(params string[] scripts)
    {
        foreach (var script in scripts)
        {
            Run(script.Replace(" judge ", $" judge --cases '{cases}' "));
        }

        Assert.That(
            ResultFile
                .Read(Path.Combine(folder, "results.parquet"))
                .Results.Select(result => result.Id),
            Is.EqualTo(CaseFile.Read(cases).Select(value => value.Id))
        );
    }

    private void Run(string script, params (string Name, string Value)[] variables)
    {
        using var shell = Started.Program(
            variables
                .Append(("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}"))
                .ToDictionary(),
            "/bin/sh",
            "-c",
            $"cd '{folder}' && {script.Replace(ByProject, "conform")}"
        );
        var (exit, output, error) = shell.Finish();
        Assert.That(exit, Is.Zero, output + error);
    }
}
