namespace Mlp.Conformance.Tests;

/// <summary>
/// A kernel changed on purpose: the native backend with the sums of its dense layers running backwards, recorded and compared with
/// the native backend as it is. The difference names exactly the cases that moved.
/// </summary>
public class ChangedKernelTests
{
    // What has no dense layer has no sum that was turned around.
    private static readonly string[] Summing =
    [
        "dense",
        "predict",
        "fit",
        "fit_real",
        "history",
        "onnx",
    ];

    private string folder = "";
    private ChangeSummary summary = null!;
    private Dictionary<string, Change> changes = null!;
    private ResultSet before = null!;
    private ResultSet after = null!;

    [OneTimeSetUp]
    public void RecordBoth()
    {
        folder = Directory.CreateTempSubdirectory("baseline").FullName;
        before = Recorded(Cpu.Create(), "before.parquet");
        after = Recorded(new ReversedSums(Cpu.Create()), "after.parquet");
        var (first, second) = (ById(before), ById(after));
        var differ = new Differ(new Judge(Cpu.Declines));
        changes = Fixtures.All.ToDictionary(
            value => value.Id,
            value =>
                differ.Of(
                    value,
                    first.GetValueOrDefault(value.Id),
                    second.GetValueOrDefault(value.Id)
                )
        );
        summary = new([.. changes.Values]);
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    // Told apart here by their text, without the code that compares.
    [Test]
    public void Exactly_the_cases_whose_values_differ_are_named()
    {
        var other = ById(after);
        string[] moved =
        [
            .. before
                .Results.Where(result => Text(result) != Text(other[result.Id]))
                .Select(result => result.Id),
        ];

        Assert.That(summary.Movers.Select(change => change.Case.Id), Is.EquivalentTo(moved));
        Assert.That(moved, Has.Length.InRange(100, Fixtures.All.Count / 2));
    }

    [Test]
    public void Only_families_with_dense_layers_move()
    {
        Assert.That(
            summary.Movers.Select(change => change.Case.Family).Distinct(),
            Is.SubsetOf(Summing).And.SupersetOf(new[] { "dense", "predict", "fit" })
        );
        Assert.That(
            summary
                .Movers.Where(change => change.Case.Family == "history")
                .Select(change => change.Case.Op)
                .Distinct(),
            Is.EqualTo(new[] { "fit_history" })
        );
    }

    [Test]
    public void Sums_of_whole_numbers_are_equal_in_any_order() =>
        Assert.That(
            changes
                .Values.Where(change => change.Case.Tags.Contains("integers"))
                .Select(change => change.Kind)
                .Distinct(),
            Is.EqualTo(new[] { ChangeKind.Equal })
        );

    [Test]
    public void Another_order_is_as_right_as_the_first()
    {
        Assert.That(
            summary
                .Movers.Where(change => change.Kind == ChangeKind.Broken)
                .Select(change => change.Case.Id),
            Is.Empty,
            "no bound depends on the order of a sum"
        );
        Assert.That(summary.Lost, Is.Empty);
        Assert.That(
            summary.Movers.Count(change => change.Kind == ChangeKind.Inside),
            Is.GreaterThan(summary.Movers.Count * 9 / 10),
            "nearly all of it is noise, by warning or envelope"
        );
    }

    private ResultSet Recorded(IBackend backend, string name)
    {
        var path = Path.Combine(folder, name);
        var runner = new Runner(backend, Environment.GetEnvironmentVariable("MLP_DATA"));
        ResultFile.Write(
            path,
            new(
                [.. runner.Run(Fixtures.All)],
                new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    [backend.Name] = backend.Environment,
                }
            )
        );
        return ResultFile.Read(path);
    }

    private static Dictionary<string, Result> ById(ResultSet set) =>
        set.Results.ToDictionary(result => result.Id);

    private static string Text(Result result) =>
        ResultFile.ToJson(result with { Backend = "", Message = null });
}
