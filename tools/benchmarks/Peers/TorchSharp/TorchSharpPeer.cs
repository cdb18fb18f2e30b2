using Mlp.TorchSharp;
using TorchSharp;

namespace Benchmarks;

/// <summary>TorchSharp on the vectors and the MKL of its own choice: unlike the reference backend, nothing is pinned.</summary>
internal sealed class TorchSharpPeer : IPeer
{
    /// <summary>Loads libtorch.</summary>
    /// <exception cref="DllNotFoundException">A library is missing or does not load.</exception>
    public TorchSharpPeer()
    {
        TorchLoader.Load();
        Version =
            $"{Name} {typeof(torch).Assembly.GetName().Version!.ToString(3)}, libtorch {torch.__version__}";
    }

    public string Name => Peer.TorchSharp;

    public string Version { get; }

    public IContender Training(TrainingWork work, int threads) => new TorchTraining(work, threads);

    public IContender Prediction(PredictionWork work, int threads) =>
        new TorchPrediction(work, threads);
}

internal static partial class Peer
{
    static partial void AddTorchSharp(Dictionary<string, Func<IPeer>> makers) =>
        makers[TorchSharp] = () => new TorchSharpPeer();
}
