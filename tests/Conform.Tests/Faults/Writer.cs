using Benchmarks;
using Conform.Training;
using Mlp;
using Mlp.Conformance;
using Mlp.Conformance.Generation;
using Mlp.Conformance.Reports;
using Mlp.Data;
using Mlp.Gpu;
using Mlp.TorchSharp;

namespace Conform.Tests.Faults;

/// <summary>Something that writes files.</summary>
/// <param name="Name">What it writes.</param>
/// <param name="File">A name for it; empty where it writes into a folder that is given.</param>
/// <param name="Write">Writes to a path the first or the second of two contents.</param>
internal sealed record Writer(string Name, string File, Action<string, int> Write)
{
    private static readonly ModelSpec Model = new([new Input(40), new Dense(40), new Dense(1)]);

    private static readonly Samples Rows = new(
        Tensor.Create(new float[400], 10, 40),
        Tensor.Create(new float[10], 10, 1)
    );

    /// <summary>Whether a folder that is missing is made.</summary>
    public bool MakesFolder { get; init; }

    /// <summary>Whether what cannot be written is done without.</summary>
    public bool Forgives { get; init; }

    /// <summary>Whether it is given a folder.</summary>
    public bool TakesFolder => File.Length == 0;

    /// <summary>Every writer of the library, the suite and the tools.</summary>
    public static IReadOnlyList<Writer> All { get; } =
    [
        new(
            "safetensors",
            "f.safetensors",
            (path, content) =>
                Safetensors.Write(
                    path,
                    new([("x", new float[3000 + content])], new Dictionary<string, string>())
                )
        ),
        new("model", "m.safetensors", (path, content) => Compiled(content).Save(path)),
        new("checkpoint", "c.safetensors", (path, _) => Train(path)),
        new("ONNX", "m.onnx", (path, content) => Compiled(content).ExportOnnx(path)),
        new("history as CSV", "h.csv", (path, content) => History(content).SaveCsv(path)),
        new(
            "history as Parquet",
            "h.parquet",
            (path, content) => History(content).SaveParquet(path)
        ),
        new(
            "curves as SVG",
            "c.svg",
            (path, content) => LearningCurves.Save(History(content), path, shift: false)
        )
        {
            MakesFolder = true,
        },
        new(
            "curves as PNG",
            "c.png",
            (path, content) => LearningCurves.Save(History(content), path, shift: false)
        )
        {
            MakesFolder = true,
        },
        new(
            "results as Parquet",
            "r.parquet",
            (path, content) => ResultFile.Write(path, Results(content))
        )
        {
            MakesFolder = true,
        },
        new(
            "results as JSON lines",
            "r.jsonl",
            (path, content) => ResultFile.Write(path, Results(content))
        )
        {
            MakesFolder = true,
        },
        new(
            "cases as Parquet",
            "k.parquet",
            (path, content) => CaseFile.Write(path, "mine", Asked(content))
        )
        {
            MakesFolder = true,
        },
        new(
            "cases as JSON lines",
            "k.jsonl",
            (path, content) => CaseFile.Write(path, "mine", Asked(content))
        )
        {
            MakesFolder = true,
        },
        new(
            "summary of a baseline",
            "b.csv",
            (path, content) =>
                BaselineText.Write(
                    path,
                    Asked(content)
                        .Zip(Results(content).Results)
                        .Select(pair =>
                            (
                                new Mlp.Conformance.Judge([]).Verdict(
                                    pair.First,
                                    pair.Second,
                                    "cpu"
                                ),
                                pair.Second
                            )
                        )
                )
        )
        {
            MakesFolder = true,
        },
        new("report as HTML", "r.html", (path, content) => HtmlReport.Write(path, Report(content)))
        {
            MakesFolder = true,
        },
        new(
            "report as JUnit XML",
            "r.xml",
            (path, content) => JUnitXml.Write(path, Report(content))
        )
        {
            MakesFolder = true,
        },
        new("report as Markdown", "r.md", (path, content) => Markdown.Write(path, Report(content)))
        {
            MakesFolder = true,
        },
        new("noise", "noise.jsonl", (path, content) => Noise(content).Write(path))
        {
            MakesFolder = true,
        },
        new("fixtures", "", Import) { MakesFolder = true },
        new(
            "results of benchmarks",
            "",
            (folder, content) =>
                ResultsFile.Write(
                    folder,
                    MadeUp.Report(MadeUp.Work(content == 0 ? "first" : "second")),
                    new(2026, 1, 2)
                )
        )
        {
            MakesFolder = true,
        },
        new(
            "cache of CUDA kernels",
            "k.image",
            (path, content) => CudaModuleCache.Write(path, new byte[9000 + content])
        )
        {
            MakesFolder = true,
            Forgives = true,
        },
        new("copy of a native library", "", CopyLibrary) { MakesFolder = true },
    ];

    /// <summary>The writer of that name.</summary>
    public static Writer Named(string name) => All.Single(writer => writer.Name == name);

    private static IModel Compiled(int seed) =>
        BackendCatalog
            .Create("cpu")
            .Compile(Model, new("mse", "sgd"), InitialWeights.Create(Model, seed));

    // The first call trains an epoch, the second goes on from it.
    private static void Train(string path)
    {
        var checkpoint = new Checkpoint(path);
        using var model = checkpoint.Saved?.Compile(BackendCatalog.Create("cpu")) ?? Compiled(0);
        model.Fit(
            Rows,
            new()
            {
                InitialEpoch = checkpoint.Epochs,
                Epochs = checkpoint.Epochs + 1,
                Callbacks = [checkpoint],
            }
        );
    }

    private static History History(int content) =>
        new([
            .. Enumerable
                .Range(0, 200)
                .Select(i => new EpochRecord(
                    i,
                    new(("loss", 1.0 / (i + 1)), ("val_loss", content)),
                    0.1,
                    1
                )),
        ]);

    private static Case[] Asked(int content) =>
        [.. Fixtures.All.Where(value => value.Family == "losses").Skip(content).Take(60)];

    private static ResultSet Results(int content) =>
        new(
            [
                .. Asked(content)
                    .Select(value => new Result(value.Id, "cpu", ResultStatus.Ok, value.Expected)),
            ],
            new Dictionary<string, IReadOnlyDictionary<string, string>>()
        );

    private static Report Report(int content) =>
        Mlp.Conformance.Reports.Report.Of(
            new(
                "mine",
                Asked(content),
                [
                    new(
                        "cpu",
                        "r.parquet",
                        new Dictionary<string, string> { ["content"] = $"{content}" },
                        Results(content).Results.ToDictionary(result => result.Id),
                        [],
                        ""
                    ),
                ],
                DateTimeOffset.UnixEpoch.AddDays(content)
            )
        );

    private static NoiseEnvelope Noise(int content) =>
        new(
            Enumerable
                .Range(0, 200)
                .ToDictionary(
                    i => $"fit/{i}",
                    _ =>
                        (IReadOnlyDictionary<string, double>)
                            new Dictionary<string, double> { ["loss"] = content }
                )
        );

    private static void Import(string folder, int content)
    {
        using var lines = new ResultsFolder(
            content == 0 ? [Cases.Loss] : [Cases.Loss, Cases.Whole, Cases.Cancels]
        );
        FixtureWriter.Import(folder, lines.CasesPath);
    }

    private static void CopyLibrary(string folder, int content)
    {
        var shipped = Path.Combine(
            AppContext.BaseDirectory,
            "runtimes",
            "linux-x64",
            "native",
            "libLibTorchSharp.so"
        );
        // One byte more at its end makes it another version.
        KeptCopy.Keep(
            "libLibTorchSharp",
            [.. System.IO.File.ReadAllBytes(shipped), .. new byte[content]],
            folder,
            _ => { }
        );
    }
}
