using System.Text;
using Benchmarks;
using Conform.Training;
using Mlp.Conformance;
using Mlp.Data;

namespace Mlp.Fuzzing.Tests;

/// <summary>Every reader of files that come from outside.</summary>
internal static class Targets
{
    // Of both Parquet readers, as fixtures/README.md states it.
    private const long ParquetFree = 64L << 20;
    private const long ParquetPerByte = 4096;
    private const long Free = 128 << 10;

    public static IReadOnlyList<Target> All { get; } =
    [
        new(
            "idx",
            "images",
            typeof(InvalidDataException),
            path => Idx.Read(path),
            () => WholeFiles.IdxFiles,
            Damage.Bytes
        )
        {
            FreeBytes = Free,
            BytesPerByte = 4,
            Inputs = 150_000,
        },
        new(
            "idx_gzip",
            "images.gz",
            typeof(InvalidDataException),
            path => Idx.Read(path),
            () =>
                [
                    .. WholeFiles.IdxFiles.Select(Wrapped.Pack),
                    Wrapped.Pack(WholeFiles.Idx0(100_000)),
                ],
            Wrapped.Gzip
        )
        {
            FreeBytes = Free,
            BytesPerByte = 2100,
            Inputs = 80_000,
        },
        new(
            "archive",
            "archive.tgz",
            typeof(InvalidDataException),
            path =>
                CaliforniaHousing.Load(
                    null,
                    new DataFolders(
                        null,
                        Path.GetDirectoryName(path)!,
                        _ => File.ReadAllBytes(path)
                    )
                ),
            () => [WholeFiles.Archive()],
            Wrapped.Gzip
        )
        {
            FreeBytes = Free,
            BytesPerByte = 8192,
            Inputs = 30_000,
        },
        new(
            "csv_numbers",
            "table.csv",
            typeof(InvalidDataException),
            path => Csv.Read(path),
            () => WholeFiles.Tables,
            Damage.Text
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 120_000,
        },
        new(
            "csv_texts",
            "table.csv",
            typeof(InvalidDataException),
            path => Csv.ReadTexts(path),
            () => WholeFiles.TextTables,
            Damage.Text
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 120_000,
        },
        new(
            "parquet_numbers",
            "table.parquet",
            typeof(InvalidDataException),
            path => Data.ParquetTable.Read(path, missing: MissingValues.AsNaN),
            () => [WholeFiles.OwnTable(), .. WholeFiles.Seeds("table")],
            Wrapped.Parquet
        )
        {
            FreeBytes = ParquetFree,
            BytesPerByte = ParquetPerByte,
            Inputs = 40_000,
            OnPool = true,
        },
        new(
            "parquet_texts",
            "table.parquet",
            typeof(InvalidDataException),
            path => Data.ParquetTable.ReadTexts(path),
            () => [WholeFiles.OwnTable(), .. WholeFiles.Seeds("table")],
            Wrapped.Parquet
        )
        {
            FreeBytes = ParquetFree,
            BytesPerByte = ParquetPerByte,
            Inputs = 40_000,
            OnPool = true,
        },
        new(
            "parquet_cases",
            "cases.parquet",
            typeof(InvalidCaseException),
            path => CaseFile.Read(path),
            () =>
                [
                    CaseFile.ToParquet("s", WholeFiles.Cases),
                    CaseFile.ToParquet("s", WholeFiles.Cases[..1]),
                    .. WholeFiles.Seeds("cases"),
                ],
            Wrapped.Parquet
        )
        {
            FreeBytes = ParquetFree,
            BytesPerByte = ParquetPerByte,
            Inputs = 40_000,
            OnPool = true,
        },
        new(
            "parquet_results",
            "results.parquet",
            typeof(InvalidCaseException),
            path => ResultFile.Read(path),
            () => [WholeFiles.ResultsAs("results.parquet"), .. WholeFiles.Seeds("results")],
            Wrapped.Parquet
        )
        {
            FreeBytes = ParquetFree,
            BytesPerByte = ParquetPerByte,
            Inputs = 40_000,
            OnPool = true,
        },
        new(
            "json_cases",
            "cases.jsonl",
            typeof(InvalidCaseException),
            path => CaseFile.Read(path),
            () =>
                [
                    .. WholeFiles.Cases.Select(value => WholeFiles.Lines(CaseJson.Write(value))),
                    .. WholeFiles.Cases.Select(value =>
                        WholeFiles.Lines(CaseJson.Write(Exported.Of(value)))
                    ),
                    WholeFiles.Lines([.. WholeFiles.Cases[..3].Select(CaseJson.Write)]),
                ],
            Damage.Text
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 100_000,
        },
        new(
            "json_results",
            "results.jsonl",
            typeof(InvalidCaseException),
            path => ResultFile.Read(path),
            () =>
                [
                    .. WholeFiles.Results.Results.Select(result =>
                        WholeFiles.Lines(ResultFile.ToJson(result))
                    ),
                ],
            Damage.Text
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 100_000,
        },
        new(
            "declines",
            "rules.json",
            typeof(InvalidCaseException),
            path => DeclineFile.Read(path),
            () =>
                [
                    """[{"kind": "differs", "reason": "x", "op": ["a"], "params": {"b": [1, {"c": null}]}, "tags": ["d"]}]"""u8.ToArray(),
                    """[{"kind": "unsupported", "reason": "y", "family": "onnx", "dtype": "float64"}, {"kind": "differs", "reason": "z", "op": "elu"}]"""u8.ToArray(),
                ],
            Damage.Text
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 80_000,
        },
        new(
            "noise",
            "noise.jsonl",
            typeof(InvalidCaseException),
            path => NoiseEnvelope.Read(path),
            () =>
                [
                    WholeFiles.Lines(
                        """{"id": "fit/a", "outputs": {"history/loss": 1.5e-7, "weights/0": 0}}""",
                        """{"id": "fit/b", "outputs": {"predictions": 3e-8}}"""
                    ),
                ],
            Damage.Text
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 60_000,
        },
        new(
            "manifest",
            "manifest.json",
            typeof(InvalidCaseException),
            path => Manifest.Read(JsonLines.ReadText(path), path),
            () =>
                [
                    Encoding.UTF8.GetBytes(
                        Manifest.Of("v1", [("a.parquet", [1, 2], WholeFiles.Cases[..4])]).ToJson()
                    ),
                ],
            Damage.Text
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 60_000,
        },
        new(
            "safetensors",
            "tensors.safetensors",
            typeof(InvalidDataException),
            path => Safetensors.Read(path),
            () => [.. WholeFiles.Models.Value, WholeFiles.OwnTensors()],
            Wrapped.Safetensors
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 120_000,
        },
        new(
            "model",
            "model.safetensors",
            typeof(InvalidDataException),
            path => SavedModel.Load(path),
            () => WholeFiles.Models.Value,
            Wrapped.Note("mlp")
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 120_000,
        },
        new(
            "model_notes",
            "model.safetensors",
            typeof(InvalidDataException),
            path => SavedNotes.Of(SavedModel.Load(path), path),
            () => WholeFiles.Models.Value,
            Wrapped.Note("conform")
        )
        {
            FreeBytes = Free,
            BytesPerByte = 256,
            Inputs = 60_000,
        },
        new(
            "bench_report",
            "report.json",
            typeof(InvalidDataException),
            path => ResultsFile.Read(path),
            () => [WholeFiles.Report()],
            Damage.Text
        )
        {
            FreeBytes = Free,
            BytesPerByte = 1024,
            Inputs = 40_000,
        },
    ];

    /// <summary>Files that once broke the word of a reader.</summary>
    public static IEnumerable<TestCaseData> Kept =>
        All.Where(target => Directory.Exists(Path.Combine(Places.Corpus, target.Name)))
            .SelectMany(target =>
                Directory
                    .EnumerateFiles(Path.Combine(Places.Corpus, target.Name))
                    .Order(StringComparer.Ordinal)
                    .Select(file => new TestCaseData(target, Path.GetFileName(file)))
            );
}
