using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mlp.Conformance;
using Mlp.Data;

namespace Mlp.Stress.Tests;

/// <summary>The same run gives the same bytes, whatever surrounds it.</summary>
[Platform("Linux,MacOsX")]
internal sealed class DeterminismTests
{
    private static readonly Surroundings Plain = new(null, "UTC", 1);

    // One of each: letters whose capitals are others, commas in numbers, other digits and another calendar; zones off by parts of an hour.
    private static readonly Surroundings[] Few =
    [
        new("tr_TR.UTF-8", "Asia/Kathmandu", 8),
        new("de_DE.UTF-8", "America/St_Johns", 3),
        new("fa_IR.UTF-8", "Pacific/Chatham", 5, Loaded: true),
        new(null, "Asia/Tokyo", 2),
    ];

    private static readonly string[] Languages =
    [
        "tr_TR.UTF-8",
        "de_DE.UTF-8",
        "fa_IR.UTF-8",
        "ar_SA.UTF-8",
        "en_US.UTF-8",
    ];

    private static readonly Lazy<Dictionary<string, string>> Expected = new(() => Run(Plain));

    private static IEnumerable<Surroundings> Others =>
        Stressed.IsLong
            ?
            [
                .. Few,
                .. from threads in Enumerable.Range(1, 8)
                from language in Languages.Append(null)
                select new Surroundings(
                    language,
                    threads % 2 == 0 ? "Pacific/Kiritimati" : "America/Caracas",
                    threads,
                    Loaded: threads % 3 == 0
                ),
            ]
            : Few;

    [TestCaseSource(nameof(Others))]
    public void Files_have_the_same_bytes(object surroundings)
    {
        var found = Run((Surroundings)surroundings);

        Assert.That(found.Keys, Is.EquivalentTo(Expected.Value.Keys));
        using (Assert.EnterMultipleScope())
        {
            foreach (var (name, hash) in Expected.Value)
            {
                Assert.That(found[name], Is.EqualTo(hash), name);
            }
        }

        Stressed.Tell($"{surroundings}: {found.Count} files and outputs, all equal");
    }

    [Test]
    public void Two_runs_in_a_row_give_the_same_bytes() =>
        Assert.That(Run(Plain), Is.EqualTo(Expected.Value));

    // In this process, where it can be seen that the culture would show.
    [TestCase("tr-TR")]
    [TestCase("de-DE")]
    [TestCase("fa-IR")]
    [TestCase("ar-SA")]
    public void What_the_library_writes_knows_no_culture(string name)
    {
        var before = CultureInfo.CurrentCulture;
        var expected = Under(CultureInfo.InvariantCulture);
        try
        {
            var culture = CultureInfo.GetCultureInfo(name);
            Assert.That(Under(culture), Is.EqualTo(expected));
            Assert.That(
                string.Create(culture, $"{-1.5} {new DateTime(2026, 1, 2):d}"),
                Is.Not.EqualTo(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{-1.5} {new DateTime(2026, 1, 2):d}"
                    )
                )
            );
        }
        finally
        {
            Under(before);
        }
    }

    private static string[] Under(CultureInfo culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture =
            culture;
        var folder = Directory.CreateTempSubdirectory("cultures").FullName;
        try
        {
            var problem = Problem.Classes([7, 9], rows: 20);
            using var model = problem.Start(Stressed.Backend("cpu"));
            var history = model.Fit(problem.Rows, Problem.Fit(3, 8));
            var (saved, onnx) = (
                Path.Combine(folder, "m.safetensors"),
                Path.Combine(folder, "m.onnx")
            );
            model.Save(saved);
            model.ExportOnnx(onnx);
            var runner = new Runner(Stressed.Backend("cpu"));
            return
            [
                Timeless(history.ToCsv()),
                Hash(File.ReadAllBytes(saved)),
                Hash(File.ReadAllBytes(onnx)),
                Names
                    .Find(
                        "loss",
                        "BINARY",
                        new Dictionary<string, int> { ["binary"] = 1, ["b\u0131nary"] = 2 }
                    )
                    .ToString(CultureInfo.InvariantCulture),
                .. Fixtures
                    .All.Where(value => value.Family != "fit_real")
                    .Where((_, i) => i % 20 == 0)
                    .SelectMany(value =>
                        new[] { CaseJson.Write(value), ResultFile.ToJson(runner.Run(value)) }
                    ),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Hashes of all files and of what was printed; by name.
    private static Dictionary<string, string> Run(Surroundings surroundings)
    {
        var folder = Directory.CreateTempSubdirectory("determinism").FullName;
        try
        {
            var threads = $"{surroundings.Threads}";
            File.WriteAllText(Path.Combine(folder, "rows.csv"), Rows());
            string[] train =
            [
                "train",
                "rows.csv",
                "--hidden",
                "128,128",
                "--optimizer",
                "adam",
                "--epochs",
                "3",
                "--threads",
                threads,
            ];
            string[] families =
            [
                "--family",
                "fit",
                "--family",
                "optimizers",
                "--family",
                "metrics",
            ];
            string[] recorded = ["--family", "optimizers", "--family", "predict"];
            var printed = surroundings.Conform(
                folder,
                [
                    "run",
                    "--backend",
                    "cpu",
                    .. families,
                    "--out",
                    "results.jsonl",
                    "--threads",
                    threads,
                ]
            );
            surroundings.Conform(
                folder,
                ["record", .. recorded, "--out", "base.parquet", "--threads", threads]
            );
            surroundings.Conform(
                folder,
                [
                    .. train,
                    "--target",
                    "Kind",
                    "--save",
                    "kinds.safetensors",
                    "--curves",
                    "kinds.svg",
                    "--history",
                    "kinds.csv",
                ]
            );
            surroundings.Conform(
                folder,
                [
                    .. train,
                    "--target",
                    "size",
                    "--save",
                    "sizes.safetensors",
                    "--curves",
                    "sizes.png",
                    "--history",
                    "sizes.parquet",
                ]
            );
            return new()
            {
                ["printed"] = printed,
                ["results.jsonl"] = HashOf("results.jsonl"),
                // The record says how many threads there were; what was computed must not.
                ["base.parquet"] = Hash(
                    Encoding.UTF8.GetBytes(
                        string.Concat(
                            ResultFile.Read(At("base.parquet")).Results.Select(ResultFile.ToJson)
                        )
                    )
                ),
                ["base.parquet, bytes of one thread"] =
                    surroundings.Threads == 1 ? HashOf("base.parquet") : HashOfOneThread(),
                ["base.csv"] = HashOf("base.csv"),
                ["kinds.safetensors"] = HashOf("kinds.safetensors"),
                ["kinds.svg"] = HashOf("kinds.svg"),
                ["kinds.csv"] = Timeless(File.ReadAllText(At("kinds.csv"))),
                ["sizes.safetensors"] = HashOf("sizes.safetensors"),
                ["sizes.png"] = HashOf("sizes.png"),
                ["sizes.parquet"] = Timeless(ParquetTable.Read(At("sizes.parquet"))),
            };

            string At(string file) => Path.Combine(folder, file);

            string HashOf(string file) => Hash(File.ReadAllBytes(At(file)));

            string HashOfOneThread()
            {
                surroundings.Conform(
                    folder,
                    ["record", .. recorded, "--out", "one.parquet", "--threads", "1"]
                );
                return HashOf("one.parquet");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Names and texts that differ in the case of an i, with and without its dot.
    private static string Rows()
    {
        var random = new Random(4);
        var text = new StringBuilder("Width,w\u0131dth,\u0130,Kind,size\n");
        string[] kinds = ["i", "I", "\u0131", "\u0130", "\u06F1"];
        for (var row = 0; row < 200; row++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{random.NextDouble():F6},{random.Next(100)},{kinds[random.Next(5)]},{kinds[random.Next(5)]},{random.NextDouble() * 1e6:R}\n"
            );
        }

        return text.ToString();
    }

    // The last column says how long an epoch took.
    private static string Timeless(string csv) =>
        string.Join(
            '\n',
            csv.TrimEnd('\n').Split('\n').Select(line => line[..line.LastIndexOf(',')])
        );

    private static string Timeless(ColumnTable table) =>
        string.Join(
            '\n',
            table
                .Names.SkipLast(1)
                .Select(name => $"{name}: {string.Join(' ', Bits.Of(table[name]))}")
        );

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
