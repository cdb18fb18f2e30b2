using Mlp.Optimizers;

namespace Mlp.Native.Tests;

/// <summary>Neither the path nor the number of threads changes a bit of a training.</summary>
public sealed class SameBitsTests
{
    // Large enough to be shared out: more than two million operations a step.
    private static readonly TestCaseData[] Networks =
    [
        new(new[] { 257, 301, 129, 33 }, new Sgd(0.01), Precision.Float32),
        new(new[] { 701, 31, 33, 31, 1 }, new Sgd(0.01), Precision.Float64),
        new(new[] { 1003, 15, 17 }, new Adam() { GlobalClipNorm = 0.5 }, Precision.Float32),
        new(new[] { 16, 700, 16 }, new RmsProp() { ClipNorm = 0.1 }, Precision.Float64),
    ];

    [TestCaseSource(nameof(Networks))]
    public void Every_path_and_thread_count_gives_the_same_weights_history_and_predictions(
        int[] sizes,
        Optimizer optimizer,
        Precision precision
    )
    {
        var hidden = sizes[1..];
        var problem = Problem
            .Classes(precision, rows: 75, sizes[0], hidden, "softplus")
            .With(optimizer);
        var expected = Train(new CpuBackend(threads: 1));
        foreach (var name in CpuBackend.Available.Skip(1))
        {
            foreach (var threads in new[] { 1, 2, 3, 4 })
            {
                var (weights, losses, predictions) = Train(new CpuBackend(name, threads));
                Bits.AreEqual(weights, expected.Weights, $"{name} {threads}");
                Bits.AreEqual(losses, expected.Losses, $"{name} {threads}");
                Bits.AreEqual(predictions, expected.Predictions, $"{name} {threads}");
            }
        }

        (Weights Weights, Tensor Losses, Tensor Predictions) Train(CpuBackend backend)
        {
            using var model = problem.Start(backend);
            var fit = new FitSpec
            {
                Epochs = 2,
                BatchSize = 43,
                Validation = problem.Rows,
            };
            var history = model.Fit(problem.Rows, fit);
            return (
                model.GetWeights(),
                Tensor.Vector([.. history["loss"], .. history["val_loss"], .. history["accuracy"]]),
                model.Predict(problem.Rows.X)
            );
        }
    }

    [Test]
    public void A_hidden_softmax_is_shared_out_too()
    {
        var problem = Problem.Classes(
            rows: 64,
            inputs: 300,
            hidden: [100, 33],
            activation: "softmax"
        );
        var alone = Train(1);

        Bits.AreEqual(Train(2), alone);
        Bits.AreEqual(Train(3), alone);

        Weights Train(int threads)
        {
            using var model = problem.Start(new CpuBackend(threads: threads));
            model.Fit(problem.Rows, new FitSpec { Epochs = 2, BatchSize = 64 });
            return model.GetWeights();
        }
    }
}
