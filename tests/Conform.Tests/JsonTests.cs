using System.Text.Json;

namespace Conform.Tests;

/// <summary><c>--json</c>: standard output is one document and nothing else, and it says what the tables say.</summary>
public class JsonTests
{
    private static readonly string[] OneCase = ["--id", "losses/mean_absolute_error/n3_k31"];

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("conform").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Run_counts_verdicts_and_names_the_bad_ones()
    {
        var cases = Path.Combine(folder, "cases.jsonl");
        File.WriteAllText(
            cases,
            """
            {"id":"mine/1","family":"losses","op":"mean_squared_error","params":{},"dtype":"float32","inputs":{"y_true":{"dtype":"float32","shape":[1,1],"data":[0]},"y_pred":{"dtype":"float32","shape":[1,1],"data":[1]}},"expected":{"sum":{"dtype":"float32","shape":[],"data":[2]}},"source":"by hand"}
            """
        );

        var document = Document(1, "run", "--backend", "cpu", "--cases", cases);

        Assert.That(document.GetProperty("exitCode").GetInt32(), Is.EqualTo(1));
        Assert.That(
            document
                .GetProperty("families")[0]
                .GetProperty("counts")
                .GetProperty("failed")
                .GetInt32(),
            Is.EqualTo(1)
        );
        var bad = document.GetProperty("bad")[0];
        Assert.That(bad.GetProperty("id").GetString(), Is.EqualTo("mine/1"));
        Assert.That(bad.GetProperty("kind").GetString(), Is.EqualTo("failed"));
    }

    [Test]
    public void Record_judge_diff_compare_and_errors_speak_of_the_same_cases()
    {
        var results = Path.Combine(folder, "results.jsonl");

        var recorded = Document(0, ["record", "--backend", "cpu", "--out", results, .. OneCase]);
        var judged = Document(0, ["judge", results, .. OneCase]);
        var moved = Document(0, ["diff", results, "cpu", .. OneCase]);
        var compared = Document(0, ["compare", results, "cpu:v128", .. OneCase]);
        var errors = Document(0, ["errors", results, "torch:cpu", .. OneCase]);

        foreach (
            var document in (JsonElement[])
                [recorded.GetProperty("verdicts"), judged, moved, compared, errors]
        )
        {
            Assert.That(
                document.GetProperty("families")[0].GetProperty("family").GetString(),
                Is.EqualTo("losses")
            );
        }

        Assert.That(
            moved.GetProperty("families")[0].GetProperty("counts").GetProperty("equal").GetInt32(),
            Is.EqualTo(1)
        );
    }

    [Test]
    public void Backends_are_ready_or_say_why_not()
    {
        var document = Document(0, "backends");

        Assert.That(
            document.EnumerateArray().Select(entry => entry.GetProperty("name").GetString()),
            Does.Contain("cpu")
        );
        Assert.That(
            document
                .EnumerateArray()
                .Where(entry => !entry.GetProperty("ready").GetBoolean())
                .Select(entry => entry.GetProperty("absent").GetString()),
            Has.None.Empty.And.None.Null
        );
    }

    [Test]
    public void Train_puts_the_document_alone_on_standard_output_a_loss_that_is_no_number_included()
    {
        var table = Path.Combine(folder, "table.csv");
        File.WriteAllLines(table, ["x,y", .. Enumerable.Range(0, 60).Select(i => $"{i},{3 * i}")]);

        var (exit, output, error) = Tool.Conform(
            "train",
            table,
            "--target",
            "y",
            "--rate",
            "1e30",
            "--epochs",
            "3",
            "--json"
        );

        Assert.That(exit, Is.EqualTo(1), error);
        var run = JsonDocument.Parse(output).RootElement.GetProperty("runs")[0];
        Assert.That(run.GetProperty("diverged").GetBoolean(), Is.True);
        Assert.That(
            run.GetProperty("history").GetProperty("loss").EnumerateArray().Last().GetString(),
            Is.AnyOf("NaN", "Infinity")
        );
        Assert.That(error, Does.Contain("Epoch 1/3"));
    }

    private static JsonElement Document(int exitCode, params string[] arguments)
    {
        var (exit, output, error) = Tool.Conform([.. arguments, "--json"]);

        Assert.That(exit, Is.EqualTo(exitCode), output + error);
        return JsonDocument.Parse(output).RootElement;
    }
}
