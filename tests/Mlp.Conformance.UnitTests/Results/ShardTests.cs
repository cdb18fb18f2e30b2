namespace Mlp.Conformance.UnitTests.Results;

/// <summary>How a run is cut into parts, and how parts become a run.</summary>
public class ShardTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(8)]
    [TestCase(101)] // no divisor of the number of cases
    public void Every_case_is_in_one_shard_and_shards_are_of_one_size(int count)
    {
        var parts = Parts(Fixtures.All, count);

        Assert.That(
            parts.SelectMany(part => part).Select(value => value.Id),
            Is.EquivalentTo(Fixtures.All.Select(value => value.Id))
        );
        Assert.That(
            parts.Max(part => part.Count) - parts.Min(part => part.Count),
            Is.LessThanOrEqualTo(1)
        );
    }

    // Those that take long stand together in the suite; each part gets its share of them.
    [Test]
    public void Every_family_is_spread_over_all_shards()
    {
        var parts = Parts(Fixtures.All, 8);
        foreach (var family in Families.All)
        {
            var counts = parts
                .Select(part => part.Count(value => value.Family == family))
                .ToArray();
            Assert.That(counts.Max() - counts.Min(), Is.LessThanOrEqualTo(1), family);
        }
    }

    [Test]
    public void The_order_of_the_cases_cuts_nothing_otherwise_and_is_kept()
    {
        Case[] backwards = [.. Fixtures.All.Reverse()];

        Assert.That(
            new Shard(3, 8).Of(backwards).Select(value => value.Id),
            Is.EqualTo(new Shard(3, 8).Of(Fixtures.All).Reverse().Select(value => value.Id))
        );
    }

    [TestCase("3/8", 3, 8)]
    [TestCase("1/1", 1, 1)]
    public void It_is_read_as_it_is_written(string text, int index, int count)
    {
        Assert.That(Shard.Parse(text), Is.EqualTo(new Shard(index, count)));
        Assert.That(new Shard(index, count).ToString(), Is.EqualTo(text));
    }

    [TestCase("0/8")]
    [TestCase("9/8")]
    [TestCase("1/0")]
    [TestCase("1/1000000")]
    [TestCase("1")]
    [TestCase("1/2/3")]
    [TestCase("-1/2")]
    [TestCase(" 1/2")]
    public void What_is_no_shard_is_refused(string text) =>
        Assert.That(
            () => Shard.Parse(text),
            Throws.ArgumentException.With.Message.Contains(text.Trim())
        );

    [Test]
    public void A_file_of_a_shard_says_which_it_is()
    {
        var cases = Fixtures.Of("losses");
        var path = Path.Combine(TempFolder.Path, "shard.parquet");
        var note = ShardNote.Of(new(2, 3), cases, "1.0+abc", ["one", "two"]);
        ResultFile.Write(path, new([], Environments()) { Shard = note });

        var read = ResultFile.Read(path).Shard!;

        Assert.That(read.ToJson(), Is.EqualTo(note.ToJson()));
        Assert.That(read.Positions, Has.Count.EqualTo(new Shard(2, 3).Of(cases).Count));
        Assert.That(
            cases[read.Positions.Values.First()].Id,
            Is.EqualTo(read.Positions.Keys.First())
        );
    }

    [TestCase("")]
    [TestCase("[]")]
    [TestCase("""{"shard":"3/2","cases":"c","version":"v","backends":[],"positions":{}}""")]
    [TestCase("""{"shard":"1/2","cases":"c","version":"v","backends":[1],"positions":{}}""")]
    [TestCase("""{"shard":"1/2","cases":"c","version":"v","backends":{},"positions":{}}""")]
    [TestCase("""{"shard":"1/2","cases":"c","version":"v","backends":[],"positions":{"a":-1}}""")]
    [TestCase("""{"shard":"1/2","cases":"c","version":"v","backends":[],"positions":{"a":0.5}}""")]
    [TestCase("""{"shard":"1/2","cases":"c","backends":[],"positions":{}}""")]
    [TestCase(
        """{"shard":"1/2","cases":"c","version":"v","backends":[],"positions":{"a":1,"a":2}}"""
    )]
    public void A_note_that_is_none_is_refused(string json) =>
        Assert.That(
            () => ShardNote.Read(json, "file.parquet"),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("file.parquet")
        );

    [Test]
    public void What_ran_is_kept_in_all_its_kinds()
    {
        var merged = Shards.Merge([
            ("2", Of(2, ("device", "b"), ("threads", "4"))),
            ("1", Of(1, ("device", "a"), ("threads", "4"))),
        ]);

        Assert.That(merged.Shard, Is.Null);
        Assert.That(merged.Environments["one"]["device"], Is.EqualTo("a; b"));
        Assert.That(merged.Environments["one"]["threads"], Is.EqualTo("4"));
    }

    [Test]
    public void Another_version_of_the_program_or_of_the_backend_is_refused()
    {
        Refused("version 2, there 1", Of(2) with { Shard = Note(2) with { Version = "2" } });
        Refused("version of one 8, there 7", Of(2, ("version", "8")), Of(1, ("version", "7")));
        Refused("implementation of one none, there x", Of(2), Of(1, ("implementation", "x")));
        Refused("hash of the cases other", Of(2) with { Shard = Note(2) with { Cases = "other" } });
    }

    [Test]
    public void A_note_or_results_that_do_not_fit_are_refused()
    {
        Refused(
            "is in another shard too",
            Of(2) with
            {
                Shard = Note(2) with { Positions = Note(1).Positions },
            }
        );
        Refused(
            "do not make one run",
            Of(2) with
            {
                Shard = Note(2) with { Positions = new Dictionary<string, int> { ["b"] = 7 } },
            }
        );
        Refused(
            "has a result of case 'elsewhere'",
            Of(2) with
            {
                Results = [new("elsewhere", "one", ResultStatus.Ok, Node.Map.Empty)],
            }
        );
        Refused(
            "on other",
            Of(2) with
            {
                Results = [new("b", "other", ResultStatus.Ok, Node.Map.Empty)],
            }
        );
    }

    private static IReadOnlyList<Case>[] Parts(IReadOnlyList<Case> cases, int count) =>
        [.. Enumerable.Range(1, count).Select(index => new Shard(index, count).Of(cases))];

    private static void Refused(string message, ResultSet second, ResultSet? first = null) =>
        Assert.That(
            () => Shards.Merge([("first", first ?? Of(1)), ("second", second)]),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains(message)
        );

    // Two cases, a and b, in two shards.
    private static ShardNote Note(int index) =>
        new(
            new(index, 2),
            "cases",
            "1",
            ["one"],
            new Dictionary<string, int> { [index == 1 ? "a" : "b"] = index - 1 }
        );

    private static ResultSet Of(int index, params (string Key, string Value)[] environment) =>
        new(
            [new(index == 1 ? "a" : "b", "one", ResultStatus.Ok, Node.Map.Empty)],
            Environments(environment)
        )
        {
            Shard = Note(index),
        };

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Environments(
        params (string Key, string Value)[] environment
    ) => new() { ["one"] = environment.ToDictionary(entry => entry.Key, entry => entry.Value) };
}
