using TorchSharp;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks;

/// <summary>TorchSharp's prediction: inference mode, inputs made once, outputs left where they are but the last ones.</summary>
internal sealed class TorchPrediction : IContender
{
    private readonly PredictionWork work;
    private readonly int threads;
    private readonly Sequential model;
    private readonly Tensor x;
    private readonly bool classifies;
    private double[] last = [];

    public TorchPrediction(PredictionWork work, int threads)
    {
        this.work = work;
        this.threads = threads;
        Name = $"{Peer.TorchSharp}, {Count.Of(threads, "thread")}";
        classifies = TorchLayers.Classifies(work.Model);
        x = tensor(work.X.Values.ToArray()).reshape(work.X.Rows, work.Model.Inputs);
        model = TorchLayers.Of(work.Model);
        var weights = TorchLayers.Of(work.Weights);
        TorchLayers.Set(model, weights);
        foreach (var value in weights)
        {
            value.Dispose();
        }

        model.eval();
    }

    public string Name { get; }

    public double Units => work.Calls;

    public IReadOnlyList<double> Result => last;

    public void Prepare() => set_num_threads(threads);

    public void Run()
    {
        using var mode = inference_mode();
        for (var call = 0; call < work.Calls; call++)
        {
            using var scope = NewDisposeScope();
            var output = model.forward(x);
            output = classifies ? output.softmax(1) : output;
            if (call == work.Calls - 1)
            {
                last = [.. output.data<float>().ToArray().Select(value => (double)value)];
            }
        }
    }

    public void Dispose()
    {
        model.Dispose();
        x.Dispose();
    }
}
