using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

// What is easily got wrong with one-hot and soft labels.
internal static partial class LossProblems
{
    private static IEnumerable<LossProblem> CategoricalEdges() =>
        [
            new(
                Categorical,
                "soft_labels",
                Node.Map.Empty,
                d => (d.Probabilities(9, 5), d.Probabilities(9, 5)),
                "labels may be probabilities"
            ),
            new(
                Categorical,
                "labels_not_summing_to_1",
                Node.Map.Empty,
                d => (d.Uniform(0, 2, 6, 3), d.Probabilities(6, 3)),
                "labels are used as they are"
            ),
            new(
                Categorical,
                "labels_not_summing_to_1_from_logits",
                Logits,
                d => (d.Uniform(0, 2, 6, 3), d.Normal(2, 6, 3)),
                "labels are used as they are"
            )
            {
                Types = BothTypes,
            },
            new(
                Categorical,
                "labels_int64",
                Node.Map.Empty,
                d =>
                    (
                        Tensor.Create(new long[] { 0, 1, 0, 1, 0, 0, 0, 0, 1 }, 3, 3),
                        d.Probabilities(3, 3)
                    ),
                "integer one-hot labels"
            ),
            new(
                Categorical,
                "row_without_label",
                Logits,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 0, 0, 0 },
                                { 0, 1, 0 },
                                { 1, 0, 0 },
                            }
                        ),
                        d.Normal(2, 3, 3)
                    ),
                "a row of zeros costs nothing"
            ),
            .. Smoothed(
                Categorical,
                0.125,
                d => d.OneHot(9, 5),
                d => d.Probabilities(9, 5),
                d => d.Normal(2, 9, 5)
            ),
            .. Smoothed(
                Categorical,
                0.5,
                d => d.Probabilities(9, 7),
                d => d.Probabilities(9, 7),
                d => d.Normal(2, 9, 7)
            ),
            .. Smoothed(
                Categorical,
                1,
                d => d.OneHot(5, 3),
                d => d.Probabilities(5, 3),
                d => d.Normal(2, 5, 3)
            ),
            new(
                Categorical,
                "clip",
                Node.Map.Empty,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 1, 0, 0 },
                                { 0, 1, 0 },
                                { 0, 0, 1 },
                                { 0.5, 0.5, 0 },
                                { 0, 1, 0 },
                            }
                        ),
                        d.Rows(
                            new[,]
                            {
                                { 1, 0, 0 },
                                { 1, 0, 0 },
                                { 0.5, 0.5, 1e-9 },
                                { 1, 0, 0 },
                                { 0.3, 0.5, 0.2 },
                            }
                        )
                    ),
                "predictions exactly right, exactly wrong, and below the epsilon"
            )
            {
                Types = BothTypes,
                Tags = ["clip", "f32_asymmetry"],
            },
            new(
                Categorical,
                "unnormalised",
                Node.Map.Empty,
                d => (d.OneHot(7, 4), d.Uniform(0.1, 3, 7, 4)),
                "rows are divided by their sum first"
            )
            {
                Types = BothTypes,
                Tags = ["unnormalised"],
            },
            new(
                Categorical,
                "huge_logits",
                Logits,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 1, 0, 0 },
                                { 0, 0.5, 0.5 },
                                { 0, 0, 1 },
                            }
                        ),
                        d.Rows(
                            new double[,]
                            {
                                { 1e30, -1e30, 0 },
                                { 3e38, 3e38, 3e38 },
                                { 1e20, 1e10, 1e20 },
                            }
                        )
                    ),
                "near the end of float32 only differences from the maximum are safe"
            )
            {
                Types = BothTypes,
                Tags = ["large_logits"],
            },
            new(
                Categorical,
                "offset_1e8_logits",
                Logits,
                d => (d.OneHot(9, 5), d.Around(1e8, 2, 8, 9, 5)),
                "a common offset changes nothing"
            )
            {
                Types = BothTypes,
                Tags = ["large_logits", "cancellation"],
            },
            new(
                Categorical,
                "large_logits",
                Logits,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 1, 0, 0 },
                                { 0, 1, 0 },
                                { 0, 0.5, 0.5 },
                                { 0, 0, 1 },
                            }
                        ),
                        d.Rows(
                            new double[,]
                            {
                                { 1e4, 0, -1e4 },
                                { 1e4, 0, -1e4 },
                                { 700, 710, 720 },
                                { 88, 89, 90 },
                            }
                        )
                    ),
                "nothing is clipped and nothing overflows"
            )
            {
                Types = BothTypes,
                Tags = ["large_logits"],
            },
            new(
                Categorical,
                "nan_row_from_logits",
                Logits,
                d =>
                    (
                        d.OneHot(3, 3),
                        d.Rows(
                            new[,]
                            {
                                { 1, 2, 3 },
                                { 1, NaN, 0 },
                                { 0.5, -1, 2 },
                            }
                        )
                    ),
                "NaN stays in its row, and reaches every sum"
            )
            {
                Tags = ["nan", "nonfinite"],
            },
        ];
}
