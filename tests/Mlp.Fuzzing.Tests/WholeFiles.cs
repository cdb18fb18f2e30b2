using System.Formats.Tar;
using System.Text;
using System.Text.Json.Nodes;
using Conform.Training;
using Mlp.Conformance;
using Mlp.Data;
using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Fuzzing.Tests;

/// <summary>Whole files, small ones, to damage.</summary>
internal static class WholeFiles
{
    // Of each family the case that is the shortest to write.
    public static Case[] Cases { get; } =
    [
        .. Fixtures
            .All.Where(value => value.Expected.Entries.Count > 0)
            .GroupBy(value => value.Family)
            .Select(family => family.MinBy(value => CaseJson.Write(value).Length)!),
    ];

    public static ResultSet Results { get; } =
        new(
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

    public static byte[][] IdxFiles { get; } =
    [
        [
            0,
            0,
            8,
            3,
            0,
            0,
            0,
            3,
            0,
            0,
            0,
            4,
            0,
            0,
            0,
            5,
            .. Enumerable.Range(0, 60).Select(i => (byte)i),
        ],
        [0, 0, 8, 1, 0, 0, 0, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8],
        [0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 7],
    ];

    /// <summary>Tables of numbers, and such that hold texts too.</summary>
    public static byte[][] Tables { get; } =
    [
        "x,y,z\n1,2.5,-3e4\n4,NaN,6\n7,8,9\n"u8.ToArray(),
        "\"a,b\",\"c \"\"d\"\"\",e\r\n\"1\",2,\"0\"\r\n3,4,5\r\n"u8.ToArray(),
        Encoding.UTF8.GetBytes(
            string.Join(',', Enumerable.Range(0, 40))
                + "\n"
                + string.Join(',', Enumerable.Repeat("0", 40))
                + "\n"
        ),
    ];

    public static byte[][] TextTables { get; } =
    [.. Tables, "name,Gr\u00F6\u00DFe\nrot,1\n\"gr\u00FCn\nund blau\",2\n"u8.ToArray()];

    public static Lazy<byte[][]> Models { get; } = new(MakeModels);

    public static byte[] Idx0(int length) =>
        [
            0,
            0,
            8,
            1,
            0,
            (byte)(length >> 16),
            (byte)(length >> 8),
            (byte)length,
            .. new byte[length],
        ];

    public static byte[] Archive()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (
                var name in new[]
                {
                    "CaliforniaHousing/readme",
                    "CaliforniaHousing/cal_housing.data",
                }
            )
            {
                tar.WriteEntry(
                    new UstarTarEntry(TarEntryType.RegularFile, name)
                    {
                        DataStream = new MemoryStream(
                            "-122.23,37.88,41,880,129,322,126,8.3252,452600\n"u8.ToArray()
                        ),
                    }
                );
            }
        }

        return Wrapped.Pack(bytes.ToArray());
    }

    public static byte[] OwnTable() =>
        Written(
            "own.parquet",
            path =>
                Data.ParquetTable.Write(
                    path,
                    new ColumnTable([
                        (
                            "x",
                            Tensor.Vector(Enumerable.Range(0, 40).Select(i => i / 7.0).ToArray())
                        ),
                        (
                            "single",
                            Tensor.Vector(Enumerable.Range(0, 40).Select(i => i / 7f).ToArray())
                        ),
                        (
                            "long",
                            Tensor.Vector(
                                Enumerable.Range(0, 40).Select(i => (long)i << 40).ToArray()
                            )
                        ),
                        (
                            "int",
                            Tensor.Vector(Enumerable.Range(0, 40).Select(i => i % 3).ToArray())
                        ),
                        (
                            "byte",
                            Tensor.Vector(Enumerable.Range(0, 40).Select(i => (byte)i).ToArray())
                        ),
                    ])
                )
        );

    public static byte[] OwnTensors() =>
        Written(
            "own.safetensors",
            path =>
                Safetensors.Write(
                    path,
                    new(
                        [
                            ("a", Tensor.Create(new long[] { 1, 2, 3, 4, 5, 6 }, 2, 3)),
                            ("b", Tensor.Vector(new byte[] { 1, 2, 3, 4 })),
                            ("c", Tensor.Vector(new[] { 1, -2 })),
                            ("none", Tensor.Create(Array.Empty<float>(), 0, 3)),
                        ],
                        new Dictionary<string, string> { ["k"] = "v" }
                    )
                )
        );

    private static byte[][] MakeModels()
    {
        Optimizer[] optimizers =
        [
            new Sgd(new PiecewiseConstantDecay([10, 20], [0.1, 0.01, 0.001]), 0.9, nesterov: true)
            {
                ClipNorm = 1.5,
            },
            new Adam(new PolynomialDecay(0.1, 50, 0.01, 2, Cycle: true), 0.8, 0.99, 1e-8),
            new RmsProp(new CosineDecay(0, 100, 0.1, WarmupTarget: 0.3, WarmupSteps: 7)),
            new Sgd(new ExponentialDecay(0.1, 100, 0.9, Staircase: true)),
        ];
        return
        [
            .. optimizers.Select(optimizer =>
            {
                using var model = new Sequential(
                    new Input(2, 2),
                    new Flatten(),
                    new Dense(3, new Activation.LeakyRelu(0.3)),
                    new Dense(3, "softmax")
                ).Compile("sparse_categorical_crossentropy", optimizer, ["accuracy"]);
                var notes = new SavedNotes(
                    "iris.csv",
                    0,
                    ["a", "b", "c"],
                    new([new("x", 1, 2, null), new("t", null, null, ["u", "v", "w"])], "species"),
                    3,
                    32,
                    false
                ).ToNotes();
                return Written("model.safetensors", path => model.Save(path, notes));
            }),
        ];
    }

    // One piece of work of a report that is kept here.
    public static byte[] Report()
    {
        var folder = Path.Combine(Places.Artifacts, "..", "tools", "benchmarks", "results");
        var file = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).First();
        var report = JsonNode.Parse(File.ReadAllText(file))!;
        report["works"] = new JsonArray(report["works"]![0]!.DeepClone());
        return Encoding.UTF8.GetBytes(report.ToJsonString());
    }

    public static byte[] ResultsAs(string name) =>
        Written(name, path => ResultFile.Write(path, Results));

    private static byte[] Written(string name, Action<string> write)
    {
        var folder = Places.NewFolder();
        try
        {
            var path = Path.Combine(folder, name);
            write(path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static byte[] Lines(params string[] lines) =>
        Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    public static IEnumerable<byte[]> Seeds(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Places.Seeds, folder))
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);
}
