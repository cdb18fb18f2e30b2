using Mlp;
using Mlp.Data;
using Mlp.Native;

namespace Benchmarks;

/// <summary>Predictions of F's model for real images in float32: one row, where only the way there counts, or many.</summary>
/// <param name="name">As <c>--only</c> takes it.</param>
/// <param name="rows">Rows a call.</param>
/// <param name="calls">Calls a run.</param>
internal sealed class Prediction(string name, int rows, int calls) : IWork
{
    // Probabilities: sums of 784 products in another order.
    private const double EqualWork = 1e-5;

    public string Name => name;

    public string Title => $"Predict {Count.Of(rows, "row")} with 784-300-100-10";

    public string Unit => "us a call";

    public bool IsOnRealData => true;

    public Figures Measure(Bench bench)
    {
        var images = bench.Fashion(rows).X.ToFloat32();
        var layers = FashionTraining.Layers().Spec;
        var work = new PredictionWork(
            layers,
            new("sparse_categorical_crossentropy", "sgd"),
            InitialWeights.Create(layers),
            Tensor.Create(
                Array.ConvertAll(images.Values.ToArray(), value => value / 255),
                rows,
                Bench.Pixels
            ),
            bench.IsQuick ? Math.Min(calls, 5) : calls
        );
        using var race = new Race(EqualWork);
        var floor = race.Add(new FmaFloor(2, work.FlopsACall));
        var native = Bench
            .ThreadCounts.Select(threads =>
                race.Add(new NativePrediction(work, new CpuBackend("cpu", threads)))
            )
            .ToArray();
        var peers = bench.AddPeers(race, work);
        race.Run(bench.Rounds(rows == 1 ? 30 : 15), bench.Cancellation);

        Times[] Of(string peer) =>
            [.. peers.Where(one => one.Peer == peer).Select(one => race.Of(one.Contender))];
        var own = race.Of(native[^1]);
        var (torch, onnx) = rows == 1 ? (3, 1.5) : (1.4, 1.2);
        List<Verdict> verdicts =
        [
            Judge.Against(
                Goal.AtLeast($"times {Peer.OnnxRuntime}", onnx),
                own,
                Of(Peer.OnnxRuntime)
            ),
            Judge.Against(
                Goal.AtLeast($"times {Peer.TorchSharp}", torch),
                own,
                Of(Peer.TorchSharp)
            ),
        ];
        if (rows == 1)
        {
            verdicts.Add(
                Judge.Of(Goal.AtMost("allocated a call", 0, "bytes"), BytesACall(native[^1], work))
            );
        }

        return new(race.All, verdicts)
        {
            Notes = Floors.Notes(work.FlopsACall, "call", [race.Of(floor)]),
        };
    }

    private static double BytesACall(NativePrediction native, PredictionWork work)
    {
        native.Prepare();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        native.Run();
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / work.Calls;
    }
}
