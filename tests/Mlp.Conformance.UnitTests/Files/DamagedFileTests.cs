using Mlp.Tests.Shared;

namespace Mlp.Conformance.UnitTests;

/// <summary>Files that were damaged anywhere are refused in one clear way, or read; never more than that.</summary>
internal sealed class DamagedFileTests
{
    private static readonly Case[] Cases =
    [
        .. Fixtures
            .All.Where(value => value.Expected.Entries.Count > 0)
            .GroupBy(value => value.Family)
            .Select(family => family.MinBy(value => CaseJson.Write(value).Length)!),
    ];

    private static readonly ResultSet Results = new(
        [
            .. Cases.Select(value => new Result(
                value.Id,
                "mine",
                ResultStatus.Ok,
                value.Expected,
                "as expected"
            )),
        ],
        new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["mine"] = new Dictionary<string, string> { ["version"] = "1" },
        }
    );

    [Test]
    public void Parquet_cases() =>
        Mutator.Hold<InvalidCaseException>(
            [CaseFile.ToParquet("s", Cases), CaseFile.ToParquet("s", Cases[..1])],
            bytes => CaseFile.FromParquet(bytes, "damaged.parquet"),
            Most
        );

    [Test]
    public void Parquet_results() =>
        HoldFile(
            "damaged.parquet",
            path => ResultFile.Read(path),
            path => ResultFile.Write(path, Results)
        );

    [Test]
    public void Cases_in_lines() =>
        HoldFile(
            "damaged.jsonl",
            path => CaseFile.Read(path),
            path => CaseFile.Write(path, "s", Cases)
        );

    [Test]
    public void Exported_cases_in_lines() =>
        HoldFile(
            "damaged.jsonl",
            path => CaseFile.Read(path),
            path => CaseFile.Write(path, "s", [.. Cases.Select(Exported.Of)])
        );

    [Test]
    public void Results_in_lines() =>
        HoldFile(
            "damaged.jsonl",
            path => ResultFile.Read(path),
            path => ResultFile.Write(path, Results)
        );

    [Test]
    public void Declines() =>
        HoldFile(
            "rules.json",
            path => DeclineFile.Read(path),
            path =>
                File.WriteAllText(
                    path,
                    """[{"kind": "differs", "reason": "x", "op": ["a"], "params": {"b": [1, {"c": null}]}, "tags": ["d"]}]"""
                )
        );

    private static void HoldFile(string name, Action<string> read, Action<string> write)
    {
        var path = Make.TempFile(name);
        write(path);
        Mutator.Hold<InvalidCaseException>(
            [File.ReadAllBytes(path)],
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                read(path);
            },
            Most
        );
    }

    // Stated in fixtures/README.md.
    private static long Most(int length) => (64L << 20) + 4096L * length;
}
