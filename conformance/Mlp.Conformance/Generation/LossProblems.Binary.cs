using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

// What is easily got wrong with outputs that are true or false each by itself.
internal static partial class LossProblems
{
    private static IEnumerable<LossProblem> BinaryEdges() =>
        [
            new(
                Binary,
                "labels_rank_1",
                Node.Map.Empty,
                d => (d.Labels(2, 9), d.Uniform(0.02, 0.98, 9, 1)),
                "labels (n,) against predictions (n,1) are paired row by row"
            )
            {
                Tags = ["broadcast_trap"],
            },
            new(
                Binary,
                "labels_rank_1_from_logits",
                Logits,
                d => (d.Labels(2, 17), d.Normal(2, 17, 1)),
                "labels (n,) against predictions (n,1) are paired row by row"
            )
            {
                Tags = ["broadcast_trap"],
            },
            new(
                Binary,
                "rank_1_against_rank_1",
                Node.Map.Empty,
                d => (d.Labels(2, 9), d.Uniform(0.02, 0.98, 9)),
                "one sample of n outputs: even the reduction none is a scalar"
            )
            {
                Tags = ["quirk"],
            },
            new(
                Binary,
                "rank_1_against_rank_1_from_logits",
                Logits,
                d => (d.Labels(2, 9), d.Normal(2, 9)),
                "one sample of n outputs: even the reduction none is a scalar"
            )
            {
                Tags = ["quirk"],
            },
            new(
                Binary,
                "soft_labels",
                Node.Map.Empty,
                d => (d.Uniform(0, 1, 8, 2), d.Uniform(0.02, 0.98, 8, 2)),
                "labels may be probabilities"
            ),
            .. Smoothed(
                Binary,
                0.25,
                d => d.Whole(0, 1, 9, 2),
                d => d.Uniform(0.02, 0.98, 9, 2),
                d => d.Normal(2, 9, 2)
            ),
            .. Smoothed(
                Binary,
                1,
                d => d.Whole(0, 1, 5, 1),
                d => d.Uniform(0.02, 0.98, 5, 1),
                d => d.Normal(2, 5, 1)
            ),
            new(
                Binary,
                "clip",
                Node.Map.Empty,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 1, 0 },
                                { 0, 1 },
                                { 1, 0 },
                                { 0, 1 },
                                { 0, 1 },
                            }
                        ),
                        d.Rows(
                            new[,]
                            {
                                { 1.0, 0 },
                                { 1, 0 },
                                { 1e-8, 1e-8 },
                                { 1 - 1e-8, 1 - 1e-8 },
                                { 0.25, 0.75 },
                            }
                        )
                    ),
                "predictions at 0 and 1 and within the epsilon of them; in float32 1-1e-7 is 0.99999988, so the two wrong sides differ"
            )
            {
                Types = BothTypes,
                Tags = ["clip", "f32_asymmetry"],
            },
            new(
                Binary,
                "at_the_clip_bounds",
                Node.Map.Empty,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 1, 0 },
                                { 1, 0 },
                            }
                        ),
                        d.Rows(
                            new[,]
                            {
                                { 1e-7, 1e-7 },
                                { 1 - 1e-7, 1 - 1e-7 },
                            }
                        )
                    ),
                "at the bounds themselves nothing is clipped: the gradient passes"
            )
            {
                Types = BothTypes,
                Tags = ["clip"],
            },
            new(
                Binary,
                "nan_probability",
                Node.Map.Empty,
                d =>
                    (
                        d.Whole(0, 1, 3, 2),
                        d.Rows(
                            new[,]
                            {
                                { 0.2, 0.5 },
                                { 0.25, NaN },
                                { 0.75, 0.9 },
                            }
                        )
                    ),
                "NaN passes the clip: its row and every sum are NaN, and its slope, but not that of its neighbours"
            )
            {
                Tags = ["nan", "nonfinite"],
            },
            new(
                Binary,
                "huge_logits",
                Logits,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 1, 0 },
                                { 0, 1 },
                                { 1, 0 },
                            }
                        ),
                        d.Rows(
                            new double[,]
                            {
                                { 3e38, -3e38 },
                                { 1e30, -1e30 },
                                { -1e20, 1e20 },
                            }
                        )
                    ),
                "as large as the loss itself may become"
            )
            {
                Types = BothTypes,
                Tags = ["large_logits"],
            },
            new(
                Binary,
                "large_logits",
                Logits,
                d =>
                    (
                        d.Rows(
                            new double[,]
                            {
                                { 1 },
                                { 0 },
                                { 1 },
                                { 0 },
                                { 1 },
                                { 0 },
                            }
                        ),
                        d.Rows(
                            new double[,]
                            {
                                { 1e4 },
                                { 1e4 },
                                { -1e4 },
                                { -1e4 },
                                { 88.5 },
                                { -103 },
                            }
                        )
                    ),
                "exact, without clipping or overflow"
            )
            {
                Types = BothTypes,
                Tags = ["large_logits"],
            },
            new(
                Binary,
                "spread_logits",
                Logits,
                d => (d.Whole(0, 1, 16, 17), d.Magnitudes(-40, 5, 16, 17)),
                "logits over many powers of two"
            )
            {
                Types = BothTypes,
            },
            new(
                Binary,
                "nan_row_from_logits",
                Logits,
                d =>
                    (
                        d.Whole(0, 1, 3, 2),
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
        ];
}
