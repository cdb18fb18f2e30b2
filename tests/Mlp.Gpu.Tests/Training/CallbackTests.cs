using Mlp.Data;

namespace Mlp.Gpu.Tests.Training;

/// <summary>What a callback asks of the model between two steps leaves the training as it is.</summary>
public sealed class CallbackTests
{
    [Test]
    public void Evaluating_after_each_batch_does_not_change_the_weights()
    {
        var problem = Problem.Classes(70, [5, 4]);

        Bits.AreEqual(Train(problem, new Evaluates(problem.Rows)), Train(problem));
    }

    private static Tensor[] Train(Problem problem, params Callback[] callbacks)
    {
        using var model = Gpu.Backend.Compile(problem.Model, problem.Compile, problem.Weights);
        var history = model.Fit(
            problem.Rows,
            new FitSpec
            {
                Epochs = 2,
                BatchSize = 16,
                RowOrder = new SeededRowOrder(5),
                Callbacks = callbacks,
            }
        );
        return [Tensor.Vector([.. history["loss"]]), .. model.GetWeights()];
    }

    // Twice: the device keeps two sets of rows.
    private sealed class Evaluates(Samples rows) : Callback
    {
        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs)
        {
            training.Model.Evaluate(rows);
            training.Model.Evaluate(rows);
        }
    }
}
