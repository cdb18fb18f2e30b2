using Mlp;
using Mlp.TorchSharp;
using TorchSharp;
using static TorchSharp.torch;
using Sequential = TorchSharp.Modules.Sequential;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks;

/// <summary>
/// TorchSharp as its experts write a training loop: modules, autograd, the built-in SGD, batches as views of one tensor, and
/// nothing read back before the end of the pass.
/// </summary>
internal sealed class TorchContender : IContender
{
    private readonly Workload work;
    private readonly int threads;
    private readonly Sequential model;
    private readonly Tensor x;
    private readonly Tensor y;
    private readonly Tensor[] first;
    private readonly bool classifies;

    public TorchContender(Workload work, int threads)
    {
        TorchLoader.Load();
        this.work = work;
        this.threads = threads;
        Name = $"TorchSharp, {threads} thread{(threads == 1 ? "" : "s")}";
        classifies = work.Model.Dense[^1].Activation is Activation.Softmax;
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
        // Torch keeps a kernel as [units, inputs].
        first =
        [
            .. work.Weights.Select(variable =>
            {
                long[] shape = [.. variable.Shape.Select(size => (long)size)];
                var values = tensor(variable.ToFloat32().Values.ToArray()).reshape(shape);
                return shape.Length == 2 ? values.t().contiguous() : values;
            }),
        ];
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        var inputs = work.Model.Inputs;
        foreach (var dense in work.Model.Dense)
        {
            layers.Add(($"dense{layers.Count}", nn.Linear(inputs, dense.Units)));
            inputs = dense.Units;
            if (dense.Activation is Activation.Relu)
            {
                layers.Add(($"relu{layers.Count}", nn.ReLU()));
            }
        }

        model = nn.Sequential(layers);
    }

    public string Name { get; }

    public double Run()
    {
        set_num_threads(threads);
        using (no_grad())
        {
            foreach (var (parameter, value) in model.parameters().Zip(first))
            {
                parameter.copy_(value);
            }
        }

        using var whole = NewDisposeScope();
        using var optimizer = optim.SGD(model.parameters(), 0.01);
        var total = zeros(1);
        for (var start = 0; start < work.Rows.Rows; start += work.BatchSize)
        {
            using var step = NewDisposeScope();
            var rows = Math.Min(work.BatchSize, work.Rows.Rows - start);
            var output = model.forward(x.narrow(0, start, rows));
            var target = y.narrow(0, start, rows);
            var loss = classifies
                ? nn.functional.cross_entropy(output, target)
                : nn.functional.mse_loss(output, target);
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            using (no_grad())
            {
                // Held until torch has read it.
                using Scalar weight = rows;
                total.add_(loss, weight);
            }
        }

        return total.item<float>() / work.Rows.Rows;
    }

    public void Dispose()
    {
        model.Dispose();
        x.Dispose();
        y.Dispose();
        foreach (var value in first)
        {
            value.Dispose();
        }
    }
}
