using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

// Trainings of each size in turn.
internal static partial class Fits
{
    // One size at a time: the other ones are small.
    private static IEnumerable<FitProblem> Ladder() =>
        Sizes.SelectMany(n =>
            new FitProblem[]
            {
                new()
                {
                    Name = $"rows_{n}",
                    Rows = n,
                    Batch = 16,
                    Epochs = 1,
                    Notes = "whole batches of 16, and what is left",
                },
                new()
                {
                    Name = $"inputs_{n}",
                    Inputs = n,
                    Epochs = 1,
                },
                new()
                {
                    Name = $"units_{n}",
                    Inputs = 3,
                    Layers = [(n, "relu"), (3, "softmax")],
                    Epochs = 1,
                },
                new()
                {
                    Name = $"classes_{n + 1}",
                    Inputs = 3,
                    Layers = [(4, "tanh"), (n + 1, "softmax")],
                    Epochs = 1,
                },
                new()
                {
                    Name = $"outputs_{n}",
                    Inputs = 3,
                    Loss = Squared,
                    Layers = [(4, "tanh"), (n, "linear")],
                    Metrics = ["mae"],
                    Epochs = 1,
                },
            }
        );
}
