using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

// What is easily got wrong with integer labels.
internal static partial class LossProblems
{
    private static IEnumerable<LossProblem> SparseEdges() =>
        [
            new(
                Sparse,
                "labels_n1",
                Node.Map.Empty,
                d => (d.Labels(5, 9, 1), d.Probabilities(9, 5)),
                "labels (n,1) lose their last axis"
            ),
            new(
                Sparse,
                "labels_float",
                Node.Map.Empty,
                d => (d.Whole(0, 4, 9), d.Probabilities(9, 5)),
                "whole numbers held as reals"
            ),
            new(
                Sparse,
                "labels_int32",
                Logits,
                d => (new[] { 2, 0, 1, 1, 2 }, d.Normal(2, 5, 3)),
                "labels of 32 bits"
            ),
            new(
                Sparse,
                "labels_uint8",
                Logits,
                d => (new byte[] { 2, 0, 1, 1, 2 }, d.Normal(2, 5, 3)),
                "labels of 8 bits, as IDX files hold them"
            ),
            new(Sparse, "one_row", Node.Map.Empty, d => (d.Labels(10, 1), d.Probabilities(1, 10))),
            new(
                Sparse,
                "one_class",
                Node.Map.Empty,
                d => (d.Labels(1, 3), d.Uniform(0.5, 1, 3, 1)),
                "a single class is always right, as far as the clip lets it"
            )
            {
                Tags = ["clip", "degenerate:one_class"],
            },
            new(
                Sparse,
                "one_class_from_logits",
                Logits,
                d => (d.Labels(1, 3), d.Normal(2, 3, 1)),
                "a single class costs nothing"
            )
            {
                Tags = ["degenerate:one_class"],
            },
            new(
                Sparse,
                "clip",
                Node.Map.Empty,
                d =>
                    (
                        new long[] { 0, 1, 2, 0, 1, 2 },
                        d.Rows(
                            new[,]
                            {
                                { 1.0, 0, 0 },
                                { 1, 0, 0 },
                                { 0.5, 0.5, 1e-9 },
                                { 1e-6, 0.4, 0.6 },
                                { 0.2, 0.5, 0.3 },
                                { 1e-12, 1e-12, 1 },
                            }
                        )
                    ),
                "true class at 1, at 0, below and above the epsilon 1e-7; outside it the gradient is 0"
            )
            {
                Types = BothTypes,
                Tags = ["clip", "f32_asymmetry"],
            },
            new(
                Sparse,
                "unnormalised",
                Node.Map.Empty,
                d => (d.Labels(4, 7), d.Uniform(0.1, 3, 7, 4)),
                "rows are divided by their sum first"
            )
            {
                Types = BothTypes,
                Tags = ["unnormalised"],
            },
            new(
                Sparse,
                "ties_from_logits",
                Logits,
                d =>
                    (
                        new long[] { 0, 3, 1, 2 },
                        d.Rows(
                            new double[,]
                            {
                                { 0, 0, 0, 0 },
                                { 5, 5, -5, 5 },
                                { 2, 2, 1, 1 },
                                { -7, -7, -7, -7.5 },
                            }
                        )
                    ),
                "equal logits share the probability"
            )
            {
                Tags = ["ties"],
            },
            new(
                Sparse,
                "labels_beyond_a_byte",
                Logits,
                d => (new long[] { 256, 299, 5 }, d.Normal(2, 3, 300)),
                "more classes than a byte has values"
            ),
            new(
                Sparse,
                "huge_logits",
                Logits,
                d =>
                    (
                        new long[] { 0, 1, 2, 1 },
                        d.Rows(
                            new double[,]
                            {
                                { 1e30, -1e30, 0 },
                                { 3e38, 3e38, 3e38 },
                                { 1e20, 1e10, 1e20 },
                                { -3e38, -1e30, -3e38 },
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
                Sparse,
                "offset_1e8_logits",
                Logits,
                d => (d.Labels(5, 9), d.Around(1e8, 2, 8, 9, 5)),
                "a common offset changes nothing"
            )
            {
                Types = BothTypes,
                Tags = ["large_logits", "cancellation"],
            },
            new(
                Sparse,
                "large_logits",
                Logits,
                d =>
                    (
                        new long[] { 0, 1, 2, 1, 0 },
                        d.Rows(
                            new double[,]
                            {
                                { 1e4, 0, -1e4 },
                                { 1e4, 0, -1e4 },
                                { 700, 710, 720 },
                                { 88, 89, 90 },
                                { -1000, -1001, -999 },
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
                Sparse,
                "spread_logits",
                Logits,
                d => (d.Labels(17, 16), d.Magnitudes(-40, 5, 16, 17)),
                "logits over many powers of two"
            )
            {
                Types = BothTypes,
            },
            new(
                Sparse,
                "nan_row_from_logits",
                Logits,
                d =>
                    (
                        new long[] { 0, 1, 2 },
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
            new(
                Sparse,
                "infinite_logits",
                Logits,
                d =>
                    (
                        new long[] { 0, 1, 2 },
                        d.Rows(
                            new[,]
                            {
                                { 1, -Inf, 0.5 },
                                { -Inf, 1, -Inf },
                                { 0.25, -2, 1 },
                            }
                        )
                    ),
                "a logit of -infinity has probability 0"
            )
            {
                Tags = ["nonfinite"],
            },
            new(
                Sparse,
                "true_class_at_minus_infinity",
                Logits,
                d =>
                    (
                        new long[] { 1, 0 },
                        d.Rows(
                            new[,]
                            {
                                { 1, -Inf, 0.5 },
                                { 0.5, 1, 2 },
                            }
                        )
                    ),
                "infinite loss, from logits never clipped"
            )
            {
                Tags = ["nonfinite"],
            },
            new(
                Sparse,
                "nan_row",
                Node.Map.Empty,
                d =>
                    (
                        new long[] { 0, 1 },
                        d.Rows(
                            new[,]
                            {
                                { 0.2, 0.5, 0.3 },
                                { 0.1, NaN, 0.4 },
                            }
                        )
                    ),
                "a NaN makes the row sum NaN"
            )
            {
                Tags = ["nan", "nonfinite"],
                HasGradient = false,
            },
            .. Ignored("ignore_class", 1, Tensor.Vector(new long[] { 0, 1, 2, 1, 3, 0, 1 }), []),
            .. Ignored(
                "ignore_class_minus_1",
                -1,
                Tensor.Vector(new long[] { 0, -1, 2, 1, 3, -1, 1 }),
                []
            ),
            .. Ignored(
                "ignore_class_255",
                255,
                Tensor.Vector(new byte[] { 255, 1, 2, 255, 3, 0, 1 }),
                []
            ),
            .. Ignored(
                "ignore_class_of_all_rows",
                2,
                Tensor.Vector(new long[] { 2, 2, 2, 2, 2, 2, 2 }),
                ["degenerate:all_rows_ignored"]
            ),
        ];

    private static IEnumerable<LossProblem> Ignored(
        string name,
        int label,
        Tensor labels,
        string[] tags
    ) =>
        [
            new(
                Sparse,
                name,
                Node.Map.Of(("ignore_class", label)),
                d => (labels, d.Probabilities(7, 4)),
                "ignored rows count neither in the sum nor in the divisor"
            )
            {
                Tags = ["optional:ignore_class", .. tags],
            },
            new(
                Sparse,
                $"{name}_from_logits",
                Logits.With(("ignore_class", label)),
                d => (labels, d.Normal(2, 7, 4)),
                "ignored rows count neither in the sum nor in the divisor"
            )
            {
                Tags = ["optional:ignore_class", .. tags],
            },
        ];
}
