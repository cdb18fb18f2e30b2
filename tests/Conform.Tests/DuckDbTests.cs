using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Mlp;
using Mlp.Conformance;

namespace Conform.Tests;

/// <summary>Another engine reads what this project writes, and this project reads what another engine writes.</summary>
public sealed partial class DuckDbTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Tool.Root, "fixtures");

    private static readonly string[] Files = [.. Fixtures.Manifest.Files.Select(file => file.Path)];

    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private string temporary = "";

    [OneTimeSetUp]
    public void Open()
    {
        temporary = Directory.CreateTempSubdirectory("duckdb").FullName;
        connection.Open();
        Execute($"SET file_search_path = '{Folder}'");
    }

    public void Dispose()
    {
        connection.Dispose();
        Directory.Delete(temporary, recursive: true);
    }

    [TestCaseSource(nameof(Files))]
    public void It_reads_every_fixture_as_our_own_reader_does(string file)
    {
        var cases = CaseFile.Read(Path.Combine(Folder, "v1", file)).ToDictionary(value => value.Id);
        Assert.That(
            cases,
            Has.Count.EqualTo(Fixtures.Manifest.Files.Single(f => f.Path == file).Cases)
        );

        var seen = new HashSet<string>();
        var (rows, values) = (0, 0L);
        using var reader = Query(
            $"select \"case\", role, name, shape, values from 'v1/{file}' where values is not null and shape is not null"
        );
        while (reader.Read())
        {
            var id = reader.GetString(0);
            var tree = reader.GetString(1) switch
            {
                "input" => cases[id].Inputs,
                "expected" => cases[id].Expected,
                "expected64" => cases[id].Expected64!,
                _ => cases[id].Truth!,
            };
            var tensor = Leaf(tree, reader.GetString(2));
            Assert.That(reader.GetFieldValue<List<int>>(3), Is.EqualTo(tensor.Shape));
            Assert.That(
                reader.GetFieldValue<List<double>>(4),
                Is.EqualTo(tensor.ToFloat64().Values.ToArray()),
                $"{id}, {reader.GetString(2)}"
            );
            seen.Add(id);
            rows++;
            values += tensor.Length;
        }

        TestContext.Out.WriteLine($"{cases.Count} cases, {rows} tensors, {values} values");
        // A case of plain values alone has no tensor to compare.
        using var count = Query($"select count(distinct \"case\") from 'v1/{file}'");
        count.Read();
        Assert.That(count.GetInt64(0), Is.EqualTo(cases.Count));
        Assert.That(cases, Has.Count.GreaterThanOrEqualTo(seen.Count));
    }

    [Test]
    public void It_reads_results()
    {
        var path = Path.Combine(temporary, "results.parquet");
        Assert.That(
            Tool.Conform("run", "--backend", "cpu", "--family", "losses", "--out", path).ExitCode,
            Is.Zero
        );

        var results = ResultFile.Read(path).Results.ToDictionary(result => result.Id);
        var rows = 0;
        using var reader = Query(
            $"select \"case\", name, values from '{path}' where backend = 'cpu' and status = 'ok' and values is not null"
        );
        while (reader.Read())
        {
            var tensor = Leaf(results[reader.GetString(0)].Outputs, reader.GetString(1));
            Assert.That(
                reader.GetFieldValue<List<double>>(2),
                Is.EqualTo(tensor.ToFloat64().Values.ToArray())
            );
            rows++;
        }

        Assert.That(results, Has.Count.EqualTo(Fixtures.Of("losses").Count));
        Assert.That(
            rows,
            Is.EqualTo(results.Values.Sum(result => result.Outputs.Leaves().Count()))
        );
    }

    [Test]
    public void The_SQL_of_the_README_of_fixtures_runs()
    {
        var statements = Blocks()
            .Matches(File.ReadAllText(Path.Combine(Folder, "README.md")))
            .SelectMany(block => block.Groups[1].Value.Split(';', StringSplitOptions.TrimEntries))
            .Where(statement => statement.Length > 0)
            .ToArray();

        Assert.That(statements, Has.Length.EqualTo(2));
        foreach (var statement in statements)
        {
            using var reader = Query(statement);
            Assert.That(reader.Read(), statement);
        }
    }

    [TestCase("COMPRESSION snappy")]
    [TestCase("COMPRESSION zstd")]
    [TestCase("COMPRESSION gzip")]
    [TestCase("COMPRESSION lz4_raw")]
    [TestCase("COMPRESSION uncompressed")]
    [TestCase("ROW_GROUP_SIZE 2048")]
    [TestCase("DICTIONARY_SIZE_LIMIT 1")] // no dictionaries
    public void Cases_that_it_writes_are_the_same_cases(string option)
    {
        var path = Path.Combine(temporary, $"{option.Replace(' ', '-')}.parquet");
        foreach (var file in new[] { "losses", "refusals", "scaler" })
        {
            // Whole numbers become 64 bits wide there, unless told otherwise.
            Execute(
                $"""
                COPY (SELECT * REPLACE (shape::BIGINT[] AS shape) FROM 'v1/{file}.parquet') TO '{path}'
                (FORMAT parquet, KV_METADATA {"{"}format_version: '1'{"}"}, {option})
                """
            );

            Assert.That(
                CaseFile.Read(path).Select(CaseJson.Write),
                Is.EqualTo(
                    CaseFile
                        .Read(Path.Combine(Folder, "v1", $"{file}.parquet"))
                        .Select(CaseJson.Write)
                )
            );
        }
    }

    // In the file it stands once; in memory it must not stand 100,000 times.
    [Test]
    public void A_long_text_that_every_row_has_is_held_once()
    {
        var path = Path.Combine(temporary, "long.parquet");
        Execute(
            $"""
            COPY (
                SELECT 'id' || i AS "case", 'duck' AS backend, 'error' AS status, repeat('x', 100000) AS message, '' AS name,
                    'map' AS type, NULL::INTEGER[] AS shape, NULL::DOUBLE[] AS values, NULL::VARCHAR AS text
                FROM range(100000) AS t(i)
            ) TO '{path}' (FORMAT parquet, COMPRESSION zstd, KV_METADATA {"{"}format_version: '1'{"}"})
            """
        );

        var before = GC.GetTotalAllocatedBytes();
        var results = ResultFile.Read(path).Results;
        var allocated = GC.GetTotalAllocatedBytes() - before;

        Assert.That(results, Has.Count.EqualTo(100_000));
        Assert.That(results[99_999].Message, Has.Length.EqualTo(100_000));
        TestContext.Out.WriteLine($"{new FileInfo(path).Length} bytes, {allocated} taken");
        Assert.That(allocated, Is.LessThan((64L << 20) + (4096L * new FileInfo(path).Length)));
    }

    [TestCase("FLOAT[]", "INTEGER[]")]
    [TestCase("INTEGER[]", "BIGINT[]")]
    [TestCase("BIGINT[]", "SMALLINT[]")]
    [TestCase("DOUBLE[]", "UTINYINT[]")]
    public void Results_that_it_writes_in_other_types_are_read_as_what_they_say(
        string values,
        string shape
    )
    {
        var path = Path.Combine(temporary, $"{values}{shape}.parquet");
        Execute(
            $"""
            COPY (
                SELECT 'a' AS "case", 'duck' AS backend, 'ok' AS status, NULL::VARCHAR AS message, 'y' AS name,
                    'float64' AS type, [2, 3]::{shape} AS shape, [1, 2, 3, 4, 5, -6]::{values} AS values, NULL::VARCHAR AS text
                UNION ALL
                SELECT 'b', 'duck', 'unsupported', 'no', '', 'map', NULL, NULL, NULL
            ) TO '{path}' (FORMAT parquet, KV_METADATA {"{"}format_version: '1'{"}"})
            """.Replace("-6", values == "DOUBLE[]" ? "-0.0" : "-6", StringComparison.Ordinal)
        );

        var results = ResultFile.Read(path).Results;
        Assert.That(
            results.Select(r => r.Status),
            Is.EqualTo(new[] { ResultStatus.Ok, ResultStatus.Unsupported })
        );
        var y = results[0].Outputs["y"].AsTensor();
        Assert.That(y.Shape, Is.EqualTo(new[] { 2, 3 }));
        Assert.That(y[4], Is.EqualTo(5));
    }

    [TestCase("9007199254740993::BIGINT", "9007199254740993")] // 2^53 + 1 is no float64
    [TestCase("NULL::DOUBLE", "null")]
    public void A_number_that_would_come_out_as_another_is_refused(string value, string message)
    {
        var path = Path.Combine(temporary, "inexact.parquet");
        Execute(
            $"""
            COPY (
                SELECT 'a' AS "case", 'duck' AS backend, 'ok' AS status, NULL::VARCHAR AS message, 'y' AS name,
                    'float64' AS type, [1] AS shape, [{value}] AS values, NULL::VARCHAR AS text
            ) TO '{path}' (FORMAT parquet, KV_METADATA {"{"}format_version: '1'{"}"})
            """
        );

        Assert.That(
            () => ResultFile.Read(path),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains(message)
                .And.Message.Contains("inexact.parquet")
        );
    }

    private static Tensor Leaf(Node.Map tree, string path) =>
        tree.Leaves().Single(leaf => leaf.Path == path).Leaf switch
        {
            Node.OfTensor tensor => tensor.Value,
            var number => Tensor.Scalar(number.AsNumber()),
        };

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private DuckDBDataReader Query(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
