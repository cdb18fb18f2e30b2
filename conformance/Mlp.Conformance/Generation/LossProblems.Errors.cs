using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

// What is easily got wrong with squared and absolute errors.
internal static partial class LossProblems
{
    private static IEnumerable<LossProblem> ErrorEdges()
    {
        foreach (var loss in new[] { Squared, Absolute })
        {
            LossProblem[] problems =
            [
                new(
                    loss,
                    "labels_rank_1",
                    Node.Map.Empty,
                    d => (d.Normal(2, 9), d.Normal(2, 9, 1)),
                    "must not broadcast to (n,n)"
                )
                {
                    Tags = ["broadcast_trap"],
                },
                new(
                    loss,
                    "rank_1_against_rank_1",
                    Node.Map.Empty,
                    d => (d.Normal(2, 9), d.Normal(2, 9)),
                    "one sample of n outputs: even the reduction none is a scalar"
                )
                {
                    Tags = ["quirk"],
                },
                new(
                    loss,
                    "labels_int64",
                    Node.Map.Empty,
                    d => (d.Labels(10, 7, 1), d.Normal(5, 7, 1)),
                    "integer labels"
                ),
                new(
                    loss,
                    "perfect_in_part",
                    Node.Map.Empty,
                    d =>
                        (
                            d.Rows(
                                new[,]
                                {
                                    { 1.5, -2 },
                                    { 0, 0.25 },
                                    { 3, -0.0 },
                                }
                            ),
                            d.Rows(
                                new[,]
                                {
                                    { 1.5, -2 },
                                    { 0, 0.75 },
                                    { -1, 0 },
                                }
                            )
                        ),
                    "no error costs nothing; the slope of |x| at 0 is 0"
                )
                {
                    Types = BothTypes,
                    Tags = ["ties"],
                },
                new(
                    loss,
                    "spread",
                    Node.Map.Empty,
                    d => (d.Magnitudes(-40, 40, 9, 8), d.Magnitudes(-40, 40, 9, 8)),
                    "sizes from 1e-12 to 1e12"
                )
                {
                    Types = BothTypes,
                },
                new(
                    loss,
                    "cancellation",
                    Node.Map.Empty,
                    d => (d.Uniform(1000, 1001, 9, 3), d.Uniform(1000, 1001, 9, 3)),
                    "a small difference of large values"
                )
                {
                    Types = BothTypes,
                },
                new(
                    loss,
                    "cancellation_1e8",
                    Node.Map.Empty,
                    d => (d.Uniform(1e8, 1e8 + 256, 9, 3), d.Uniform(1e8, 1e8 + 256, 9, 3)),
                    "differences of numbers that share all but a few of their digits are exact"
                )
                {
                    Types = BothTypes,
                },
                new(
                    loss,
                    "one_row",
                    Node.Map.Empty,
                    d => (d.Normal(2, 1, 17), d.Normal(2, 1, 17)),
                    "one sample of many outputs"
                ),
                new(
                    loss,
                    "nan_row",
                    Node.Map.Empty,
                    d =>
                        (
                            d.Normal(1, 3, 2),
                            d.Rows(
                                new[,]
                                {
                                    { 1, 2 },
                                    { NaN, 0 },
                                    { 0.5, -1 },
                                }
                            )
                        ),
                    "NaN stays in its row, and reaches every sum"
                )
                {
                    Tags = ["nan", "nonfinite"],
                    HasGradient = false,
                },
                new(
                    loss,
                    "nan_prediction",
                    Node.Map.Empty,
                    d =>
                        (
                            d.Normal(1, 3, 2),
                            d.Rows(
                                new[,]
                                {
                                    { 1, 2 },
                                    { 0.25, NaN },
                                    { 0.5, -1 },
                                }
                            )
                        ),
                    "the slope of NaN is NaN, and that of its neighbours is theirs"
                )
                {
                    Tags = ["nan", "nonfinite"],
                },
                new(
                    loss,
                    "infinite_target",
                    Node.Map.Empty,
                    d =>
                        (
                            d.Rows(
                                new[,]
                                {
                                    { 1, 2 },
                                    { Inf, 0 },
                                    { 0.5, -1 },
                                }
                            ),
                            d.Normal(1, 3, 2)
                        ),
                    "an infinite target costs infinitely much"
                )
                {
                    Tags = ["nonfinite"],
                    HasGradient = false,
                },
            ];
            foreach (var problem in problems)
            {
                yield return problem;
            }
        }
    }
}
