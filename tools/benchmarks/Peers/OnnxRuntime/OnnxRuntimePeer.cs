using Microsoft.ML.OnnxRuntime;

namespace Benchmarks;

/// <summary>ONNX Runtime on its CPU provider. It only predicts.</summary>
internal sealed class OnnxRuntimePeer : IPeer
{
    /// <summary>Loads the native library.</summary>
    /// <exception cref="TypeInitializationException">A library is missing or does not load.</exception>
    public OnnxRuntimePeer() => Version = $"{Name} {OrtEnv.Instance().GetVersionString()}";

    public string Name => Peer.OnnxRuntime;

    public string Version { get; }

    public IContender? Training(TrainingWork work, int threads) => null;

    public IContender Prediction(PredictionWork work, int threads) =>
        new OnnxPrediction(work, threads);
}

internal static partial class Peer
{
    static partial void AddOnnxRuntime(Dictionary<string, Func<IPeer>> makers) =>
        makers[OnnxRuntime] = () => new OnnxRuntimePeer();
}
