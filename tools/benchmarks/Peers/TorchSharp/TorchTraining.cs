using Mlp;
using TorchSharp;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks;

/// <summary>
/// TorchSharp as its experts write a training loop: modules, autograd, batches as views of one tensor, and nothing read back before the
/// end of a pass. Gradients are asked for and the update is written out, which took 0.75 of the time of backward and the built-in SGD (F,
/// measured); functions in place of modules, and a relu in place, took no less.
/// </summary>
internal sealed class TorchTraining : IContender
{
    private readonly TrainingWork work;
    private readonly int threads;
    private readonly Sequential model;
    private readonly nn.Module<Tensor, Tensor, Tensor> loss;
    private readonly Tensor x;
    private readonly Tensor y;
    private readonly Tensor[] first;
    private readonly Tensor[] parameters;
    private double[] losses = [];

    public TorchTraining(TrainingWork work, int threads)
    {
        this.work = work;
        this.threads = threads;
        Name = $"{Peer.TorchSharp}, {Count.Of(threads, "thread")}";
        var classifies = TorchLayers.Classifies(work.Model);
        x = tensor(work.Rows.X.ToFloat32().Values.ToArray())
            .reshape(work.Rows.Rows, work.Model.Inputs);
        if (work.Rows.X.Type == ElementType.UInt8)
        {
            using Scalar white = 255;
            x = x.div_(white);
        }

        var labels = work.Rows.Y.ToFloat32().Values.ToArray();
        y = classifies
            ? tensor(labels).to(ScalarType.Int64)
            : tensor(labels).reshape(work.Rows.Rows, 1);
        first = TorchLayers.Of(work.Weights);
        model = TorchLayers.Of(work.Model);
        parameters = [.. model.parameters()];
        loss = classifies ? nn.CrossEntropyLoss() : nn.MSELoss();
    }

    public string Name { get; }

    public double Units => work.Steps;

    public IReadOnlyList<double> Result => [.. losses.Take(1)];

    public void Prepare()
    {
        set_num_threads(threads);
        TorchLayers.Set(model, first);
    }

    public void Run()
    {
        losses = new double[work.Epochs];
        for (var epoch = 0; epoch < work.Epochs; epoch++)
        {
            losses[epoch] = Pass();
        }
    }

    public void Dispose()
    {
        model.Dispose();
        loss.Dispose();
        x.Dispose();
        y.Dispose();
        foreach (var value in first)
        {
            value.Dispose();
        }
    }

    private double Pass()
    {
        using var whole = NewDisposeScope();

        // Numbers are held until torch has read them.
        using Scalar step = -TrainingWork.Rate;
        var total = zeros(1);
        for (var start = 0; start < work.Rows.Rows; start += work.BatchSize)
        {
            using var scope = NewDisposeScope();
            var rows = Math.Min(work.BatchSize, work.Rows.Rows - start);
            var value = loss.forward(
                model.forward(x.narrow(0, start, rows)),
                y.narrow(0, start, rows)
            );
            var gradients = autograd.grad([value], parameters);
            using var none = no_grad();
            for (var i = 0; i < parameters.Length; i++)
            {
                parameters[i].add_(gradients[i], step);
            }

            using Scalar weight = rows;
            total.add_(value, weight);
        }

        return total.item<float>() / work.Rows.Rows;
    }
}
