using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

// Trainings without rounding.
internal static partial class Fits
{
    // One step on whole numbers with a rate and divisors that are powers of two: forward, backward and update without
    // rounding. The summed loss divides by the outputs alone, so that any number of rows will do.
    private static IEnumerable<FitProblem> Whole()
    {
        var whole = new FitProblem
        {
            Name = "integers",
            Whole = true,
            Loss = Squared,
            LossParams = Node.Map.Of(("reduction", "sum")),
            Rows = 8,
            Batch = 64,
            Inputs = 3,
            Layers = [(1, "linear")],
            Epochs = 1,
            Metrics = [],
            Optimizer = ("SGD", Node.Map.Of(("learning_rate", 0.0078125))),
            Tags = ["integers"],
            Notes = "one step on whole numbers and powers of two: no rounding anywhere",
        };
        foreach (var n in Sizes)
        {
            yield return whole with
            {
                Name = $"integers_rows_{n}",
                Rows = n,
                Batch = 65,
            };
            yield return whole with
            {
                Name = $"integers_inputs_{n}",
                Inputs = n,
            };
            yield return whole with
            {
                Name = $"integers_hidden_{n}",
                Rows = 5,
                Layers = [(n, "relu"), (1, "linear")],
            };
        }

        foreach (var outputs in new[] { 2, 8, 16, 32, 64 })
        {
            yield return whole with
            {
                Name = $"integers_outputs_{outputs}",
                Layers = [(outputs, "linear")],
            };
        }

        yield return whole with
        {
            Name = "integers_sample_weight",
            Rows = 17,
            SampleWeight = d => d.Whole(0, 3, 17),
        };
        yield return whole with
        {
            Name = "integers_mean",
            LossParams = Node.Map.Empty,
            Rows = 16,
            Optimizer = ("SGD", Node.Map.Of(("learning_rate", 0.125))),
        };
        yield return whole with
        {
            Name = "integers_momentum",
            Rows = 8,
            Batch = 4,
            Optimizer = (
                "SGD",
                Node.Map.Of(("learning_rate", 0.0625), ("momentum", 0.5), ("nesterov", true))
            ),
            Notes = "two steps on whole numbers and powers of two: no rounding anywhere",
        };
    }
}
