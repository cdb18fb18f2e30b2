using System.Diagnostics;
using System.Text;
using DuckDB.NET.Data;

namespace Conform.Tests;

/// <summary>
/// What the tool leaves behind, searched for whose machine it was: by a user, in folders and with a secret whose names occur nowhere
/// else.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LeftFilesTests : IDisposable
{
    private readonly string mark = $"mark{Guid.NewGuid():N}";
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("left");
    private readonly string home;
    private readonly string work;

    public LeftFilesTests()
    {
        home = root.CreateSubdirectory($"home-{mark}").FullName;
        work = root.CreateSubdirectory($"work-{mark}").FullName;
        root.CreateSubdirectory($"temporary-{mark}");
    }

    public void Dispose() => root.Delete(recursive: true);

    [TestCase("results.jsonl")]
    [TestCase("results.parquet")]
    public void Results_say_nothing_of_the_user_the_folders_or_the_secrets_of_where_they_were_made(
        string results
    )
    {
        // One case cannot be run, and says so: its file is not the one that it needs.
        var data = Directory.CreateDirectory(Path.Combine(home, "data", "california-housing"));
        File.WriteAllText(Path.Combine(data.FullName, "california_housing.csv"), "damaged");
        File.WriteAllText(Path.Combine(data.FullName, "cal_housing.data"), "damaged");

        Conform(
            1,
            "run",
            "--family",
            "fit_real",
            "--family",
            "history",
            "--backend",
            "cpu",
            "--backend",
            "torch:cpu",
            "--data",
            Path.Combine(home, "data"),
            "--out",
            results
        );

        var text = Text(results);
        Assert.That(text, Does.Contain("fit_real/california_housing").And.Contain("SHA-256"));
        Holds_nothing_private(results, text);
    }

    [Test]
    public void A_baseline_and_its_summary_say_nothing_of_where_they_were_made()
    {
        Conform(0, "record", "--family", "history", "--out", "kept/cpu.parquet");

        Holds_nothing_private("cpu.parquet", Text("kept/cpu.parquet"));
        Holds_nothing_private("cpu.csv", Text("kept/cpu.csv"));
    }

    [Test]
    public void A_trained_model_its_history_and_its_curves_say_nothing_of_where_they_were_made()
    {
        var table = Path.Combine(home, "flowers.csv");
        File.WriteAllLines(
            table,
            [
                "x,kind",
                .. Enumerable.Range(0, 60).Select(i => $"{i},{(i < 30 ? "small" : "large")}"),
            ]
        );

        Conform(
            0,
            "train",
            table,
            "--target",
            "kind",
            "--hidden",
            "4",
            "--epochs",
            "2",
            "--save",
            "m.safetensors",
            "--history",
            "h.csv",
            "--curves",
            "c.svg"
        );

        Assert.That(Text("m.safetensors"), Does.Contain("flowers.csv"));
        foreach (var file in new[] { "m.safetensors", "h.csv", "c.svg" })
        {
            Holds_nothing_private(file, Text(file));
        }
    }

    private void Holds_nothing_private(string file, string text)
    {
        Assert.That(text, Is.Not.Empty, file);
        string[] secrets =
        [
            // In the names of user, home, work, temporary files, and in the secret.
            mark,
            root.FullName,
            Tool.Root,
            // A short name may occur in any word.
            .. Environment.MachineName.Length > 5 ? new[] { Environment.MachineName } : [],
        ];
        Assert.That(text.Split('\n').Where(line => secrets.Any(line.Contains)), Is.Empty, file);
    }

    private string Text(string name)
    {
        var path = Path.Combine(work, name);
        if (!name.EndsWith(".parquet", StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }

        // Pages are compressed: another reader shows all that is in them.
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            $"select r::varchar from '{path}' r union all select decode(key) || ' ' || decode(value) from parquet_kv_metadata('{path}')";
        using var reader = command.ExecuteReader();
        var text = new StringBuilder();
        while (reader.Read())
        {
            text.AppendLine(reader.GetString(0));
        }

        return text.ToString();
    }

    private void Conform(int exit, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "conform.dll"), .. arguments]
        )
        {
            WorkingDirectory = work,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = home;
        start.Environment["TMPDIR"] = Path.Combine(root.FullName, $"temporary-{mark}");
        start.Environment["USER"] = start.Environment["LOGNAME"] = $"user-{mark}";
        start.Environment["API_TOKEN"] = $"secret-{mark}";
        start.Environment["HOSTNAME"] = $"host-{mark}";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.EqualTo(exit), output + error.Result);
    }
}
