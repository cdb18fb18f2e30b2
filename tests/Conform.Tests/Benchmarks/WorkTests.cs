using Benchmarks;
using Mlp;

namespace Conform.Tests;

/// <summary>What is counted as work.</summary>
public class WorkTests
{
    // docs/performance.md: 36.06 MFLOP a step of F, 36.5 kFLOP of H, 266,200 multiply-adds a row forward.
    [Test]
    public void Useful_operations_are_those_of_the_shapes()
    {
        var bench = new Bench(new([], Quick: true), CancellationToken.None);
        var fashion = FashionTraining.Work(bench, 32, 1);
        var housing = HousingTraining.Work(bench, 32, 1);

        Assert.That(fashion.FlopsAStep, Is.EqualTo(36_057_600));
        Assert.That(housing.FlopsAStep, Is.EqualTo(36_480));
        Assert.That(
            new PredictionWork(
                fashion.Model,
                fashion.Compile,
                fashion.Weights,
                Tensor.Create(new float[784], 1, 784),
                1
            ).FlopsACall,
            Is.EqualTo(2 * 266_200)
        );
    }

    [Test]
    public void Names_of_works_are_unique_and_unknown_ones_are_refused_with_the_nearest()
    {
        Assert.That(WorkList.Names, Is.Unique);
        Assert.That(
            () => WorkList.Find(["predict1"]),
            Throws.ArgumentException.With.Message.Contains("predict-1")
        );
    }

    [Test]
    public void An_activation_that_the_ONNX_models_lack_is_refused()
    {
        var spec = new Sequential(new Input(2), new Dense(2, "tanh"), new Dense(1)).Spec;

        Assert.That(
            () => OnnxModel.Of(spec, Mlp.Data.InitialWeights.Create(spec)),
            Throws.TypeOf<NotSupportedException>()
        );
    }
}
