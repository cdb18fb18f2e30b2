using Mlp.Conformance.Generation;
using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Generation;

/// <summary>The files under fixtures/v1, as they were built in, against the generator and the truth of today.</summary>
public class WrittenSuiteTests
{
    private static readonly Dictionary<string, Case> Drafts = GoldenSuite
        .Cases()
        .ToDictionary(draft => draft.Id);

    private static readonly Case[] Golden =
    [
        .. Fixtures.All.Where(value => value.Bounds is not null),
    ];

    [Test]
    public void Every_case_that_is_generated_is_written_and_no_other() =>
        Assert.That(Golden.Select(value => value.Id), Is.EquivalentTo(Drafts.Keys));

    // A failing case says how to run just it: on a command line, in a filter.
    [Test]
    public void Ids_need_no_quotes_and_no_escapes() =>
        Assert.That(Fixtures.All.Select(value => value.Id), Is.All.Match("^[A-Za-z0-9_/]+$"));

    [Test]
    public void Every_case_says_what_the_manifest_has_the_hash_of() =>
        Assert.That(
            Fixtures.All.ToDictionary(value => value.Id, Manifest.Hash),
            Is.EquivalentTo(Fixtures.Manifest.Cases)
        );

    [Test]
    public void The_manifest_holds_every_family_to_the_cases_it_has()
    {
        foreach (var family in Families.All)
        {
            Assert.That(
                Fixtures.Manifest.Floors[family],
                Is.EqualTo(Fixtures.Of(family).Count),
                family
            );
        }
    }

    [Test]
    public void What_is_written_asks_what_is_generated()
    {
        foreach (var value in Golden)
        {
            var draft = Drafts[value.Id];
            Assert.That(
                NodeJson.Text(value.Params),
                Is.EqualTo(NodeJson.Text(draft.Params)),
                value.Id
            );
            // Digests are the writer's.
            if (value.Family != "fit_real")
            {
                Assert.That(
                    NodeJson.Text(value.Inputs),
                    Is.EqualTo(NodeJson.Text(draft.Inputs)),
                    value.Id
                );
            }
        }
    }

    // Bit for bit, as rewriting would give it; a change of the truth or of the policy is seen here before anything is written.
    [Test]
    public void What_is_written_is_what_the_truth_gives(
        [ValueSource(nameof(Computed))] string family
    )
    {
        var expectation = new Expectation(new PlainBackend(), new PlainBackend());
        foreach (var value in Golden.Where(value => value.Family == family))
        {
            var again = expectation.Complete(Drafts[value.Id])!;
            Assert.That(Said(again), Is.EqualTo(Said(value)), value.Id);
        }
    }

    [Test]
    public void Every_imported_case_names_who_computed_it()
    {
        var imported = Fixtures.All.Where(value => value.Bounds is null).ToArray();
        Assert.That(imported, Has.Length.AtLeast(894));
        Assert.That(imported.Select(value => value.Source), Is.All.Not.Empty);
        Assert.That(
            imported.Select(value => value.Family).Distinct(),
            Is.SupersetOf(new[] { "onnx", "fit", "fit_real", "scaler" })
        );
    }

    // fit_real needs data that is not everywhere.
    private static IEnumerable<string> Computed() =>
        Families.All.Where(family => family is not ("fit_real" or "onnx"));

    private static string Said(Case value) => CaseJson.Write(value with { Source = "" });
}
