namespace Mlp.Conformance.Reports.Tests;

/// <summary>Results made from what cases expect, without a backend: each number off by up to a share of its bound.</summary>
internal static class Sample
{
    /// <summary>When all reports of these tests are made.</summary>
    public static readonly DateTimeOffset Made = new(2026, 11, 26, 15, 0, 0, TimeSpan.Zero);

    // Some of each kind of answer: numbers, refusals, whole numbers, trainings.
    private static readonly Lazy<Case[]> LazyCases = new(() =>
        [
            .. new[]
            {
                "losses",
                "refusals",
                "onehot_argmax",
                "optimizers",
                "predict",
                "fit",
            }.SelectMany(family =>
                Fixtures.Of(family).Where(value => value.Bounds is not null).Take(40)
            ),
        ]
    );

    /// <summary>Some 240 cases of six families.</summary>
    public static Case[] Cases => LazyCases.Value;

    /// <summary>The case that fails on the GPU.</summary>
    public static Case Failing => Cases.First(value => value.Family == "optimizers");

    /// <summary>A report with every section: the GPU fails one case, throws at one and is without one.</summary>
    public static Report Whole() =>
        Report.Of(
            new(
                "v1",
                Cases,
                [
                    Backend("cpu", Cases, 0.2),
                    Backend("torch:cpu", Cases, 0.4),
                    Gpu(Backend("gpu:opencl", Cases, 0.2)),
                ],
                Made
            )
            {
                Baseline = Backend("cpu", Cases, 0.3),
                Mutants = new(
                    "mutants.md",
                    [new("The mean divides by | n - 1", "losses", "n_1", Cases[0].Id, 3, 40)]
                ),
                Speed = new(
                    "bench.json",
                    new(
                        "a machine",
                        [
                            new(
                                "A step",
                                "us a step",
                                "2026-11-26 at abc",
                                [new("native", 2.5, 3), new("TorchSharp", 160, 170)],
                                [new("times TorchSharp", ">= 60x", "64x", "met", true)]
                            ),
                        ]
                    )
                ),
                Histories =
                [
                    History("cpu", [0.7, 0.5, 0.4]),
                    History("torch:cpu", [0.7, 0.5, double.NaN]),
                ],
            }
        );

    /// <summary>A report of nothing.</summary>
    public static Report Empty() => Report.Of(new("v1", [], [], Made));

    /// <summary>A report of a backend that has no result of any case, and of others.</summary>
    public static Report Absent(params BackendResults[] others) =>
        Report.Of(
            new(
                "v1",
                Cases,
                [
                    new(
                        "cpu",
                        "cpu.parquet",
                        new Dictionary<string, string>(),
                        new Dictionary<string, Result>(),
                        [],
                        FailureText.RunCommand("conform", "cpu")
                    ),
                    .. others,
                ],
                Made
            )
        );

    /// <summary>A backend that gives what is expected, every number off by up to that share of its bound; above 1, and by 1 where it is exact.</summary>
    public static BackendResults Backend(string name, IReadOnlyList<Case> cases, double share) =>
        new(
            name,
            $"{name.Replace(':', '-')}.parquet",
            new Dictionary<string, string> { ["implementation"] = "a sample", ["version"] = "1" },
            cases.ToDictionary(value => value.Id, value => Answer(name, value, share)),
            [],
            FailureText.RunCommand("conform", name)
        );

    private static BackendResults Gpu(BackendResults backend)
    {
        var results = new Dictionary<string, Result>(backend.Results);
        results[Failing.Id] = Answer(backend.Name, Failing, 1_000);
        var throwing = Cases.Last(value => value.Family == "losses").Id;
        results[throwing] = new(
            throwing,
            backend.Name,
            ResultStatus.Error,
            Node.Map.Empty,
            "OutOfMemoryException: the device is full"
        );
        results.Remove(Cases.Last(value => value.Family == "predict").Id);
        return backend with { Results = results };
    }

    private static Result Answer(string backend, Case value, double share)
    {
        var random = new Random(Seed(backend + value.Id));
        var bounds = value.ExpectsRefusal ? new Dictionary<string, Bound>() : Tolerance.Of(value);
        return new(
            value.Id,
            backend,
            ResultStatus.Ok,
            (Node.Map)Moved(value.Expected64 ?? value.Expected, "")
        );

        Node Moved(Node node, string path) =>
            node switch
            {
                Node.OfTensor { Value: Tensor<float> or Tensor<double> } tensor => Off(
                    tensor.Value,
                    bounds.GetValueOrDefault(path)
                ),
                Node.List list => new Node.List([
                    .. list.Items.Select((item, i) => Moved(item, Below(path, $"{i}"))),
                ]),
                Node.Map map => new Node.Map([
                    .. map.Entries.Select(entry =>
                        KeyValuePair.Create(entry.Key, Moved(entry.Value, Below(path, entry.Key)))
                    ),
                ]),
                _ => node,
            };

        Node Off(Tensor tensor, Bound? bound) =>
            new Node.OfTensor(
                Tensor.Create(
                    [
                        .. Enumerable
                            .Range(0, tensor.Length)
                            .Select(i => tensor[i] + (share * Step(bound?.Fail, i))),
                    ],
                    [.. tensor.Shape]
                )
            );

        double Step(Tensor<double>? bound, int i) =>
            (bound?[bound.Length == 1 ? 0 : i] ?? 0) is > 0 and var size
                ? size * ((2 * random.NextDouble()) - 1)
            : share > 1 ? 1 / share
            : 0;
    }

    private static string Below(string path, string name) =>
        path.Length == 0 ? name : $"{path}/{name}";

    private static TrainingHistory History(string series, double[] loss) =>
        new("Iris", series, [1, 2, 3], new Dictionary<string, double[]> { ["loss"] = loss });

    // The same in every process.
    private static int Seed(string text) =>
        text.Aggregate(17, (hash, c) => unchecked((hash * 31) + c));
}
