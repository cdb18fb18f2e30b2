using Microsoft.ML.OnnxRuntime;

namespace Benchmarks;

/// <summary>
/// ONNX Runtime's prediction as its documentation advises: all graph optimisations, threads that spin between calls, values made once
/// over managed arrays, outputs written in place.
/// </summary>
internal sealed class OnnxPrediction : IContender
{
    private readonly PredictionWork work;
    private readonly InferenceSession session;
    private readonly RunOptions options = new();
    private readonly float[] outputs;
    private readonly OrtValue input;
    private readonly OrtValue output;

    public OnnxPrediction(PredictionWork work, int threads)
    {
        this.work = work;
        Name = $"{Peer.OnnxRuntime}, {Count.Of(threads, "thread")}";
        using var settings = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
        };

        session = new(OnnxModel.Of(work.Model, work.Weights), settings);
        var rows = work.X.Rows;
        outputs = new float[rows * work.Model.Outputs];
        input = OrtValue.CreateTensorValueFromMemory(
            work.X.Values.ToArray(),
            [rows, work.Model.Inputs]
        );
        output = OrtValue.CreateTensorValueFromMemory(outputs, [rows, work.Model.Outputs]);
    }

    public string Name { get; }

    public double Units => work.Calls;

    public IReadOnlyList<double> Result => [.. outputs.Select(value => (double)value)];

    public void Prepare() => outputs.AsSpan().Clear();

    public void Run()
    {
        string[] from = [OnnxModel.Input],
            to = [OnnxModel.Output];
        OrtValue[] inputs = [input],
            results = [output];
        for (var call = 0; call < work.Calls; call++)
        {
            session.Run(options, from, inputs, to, results);
        }
    }

    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
        options.Dispose();
        session.Dispose();
    }
}
