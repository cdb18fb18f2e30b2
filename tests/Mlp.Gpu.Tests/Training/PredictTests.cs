namespace Mlp.Gpu.Tests.Training;

public sealed class PredictTests
{
    [Test]
    public void Predictions_in_spans_are_those_in_tensors()
    {
        var problem = Problem.Classes(33, [5, 7]);
        using var model = Gpu.Backend.Compile(problem.Model, problem.Compile, problem.Weights);
        var x = ((Tensor<float>)problem.Rows.X).Values;
        var outputs = new float[33 * 3];

        model.Predict(x, outputs);

        Bits.AreEqual(Tensor.Create(outputs, 33, 3), model.Predict(problem.Rows.X));
    }
}
