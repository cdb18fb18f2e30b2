using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>All problems for losses: a ladder of sizes, then one edge after the other.</summary>
internal static class LossProblems
{
    public const string Sparse = "sparse_categorical_crossentropy";
    public const string Categorical = "categorical_crossentropy";
    public const string Binary = "binary_crossentropy";
    public const string Squared = "mean_squared_error";
    public const string Absolute = "mean_absolute_error";

    private const double NaN = double.NaN;
    private const double Inf = double.PositiveInfinity;

    public static Node.Map Logits { get; } = Node.Map.Of(("from_logits", true));

    /// <summary>Every size of <see cref="Sizes"/>, as rows and (offset by some places) as columns.</summary>
    public static IEnumerable<LossProblem> Ladder()
    {
        for (var i = 0; i < Sizes.Count; i++)
        {
            var (n, c) = (Sizes[i], Sizes[((i * 4) + 1) % Sizes.Count]);
            // One class leaves nothing to be lost; it has a case of its own.
            var classes = Math.Max(c, 2);
            var name = $"n{n}_c{classes}";
            yield return new(
                Sparse,
                name,
                Node.Map.Empty,
                d => (d.Labels(classes, n), d.Probabilities(n, classes))
            );
            yield return new(
                Sparse,
                $"from_logits_{name}",
                Logits,
                d => (d.Labels(classes, n), d.Normal(3, n, classes))
            );
            yield return new(
                Categorical,
                name,
                Node.Map.Empty,
                d => (d.OneHot(n, classes), d.Probabilities(n, classes))
            );
            yield return new(
                Categorical,
                $"from_logits_{name}",
                Logits,
                d => (d.Probabilities(n, classes), d.Normal(3, n, classes))
            );
            yield return new(
                Binary,
                $"n{n}_k{c}",
                Node.Map.Empty,
                d => (d.Whole(0, 1, n, c), d.Uniform(0.02, 0.98, n, c))
            );
            yield return new(
                Binary,
                $"from_logits_n{n}_k{c}",
                Logits,
                d => (d.Whole(0, 1, n, c), d.Normal(3, n, c))
            );
            yield return new(
                Squared,
                $"n{n}_k{c}",
                Node.Map.Empty,
                d => (d.Normal(2, n, c), d.Normal(2, n, c))
            );
            yield return new(
                Absolute,
                $"n{n}_k{c}",
                Node.Map.Empty,
                d => (d.Normal(2, n, c), d.Normal(2, n, c))
            )
            {
                // The gradient is made of signs alone: a few may well be all the same.
                Tags = n * c < 4 ? ["degenerate:few_signs"] : [],
            };
        }
    }

    /// <summary>A plain problem of every loss, probabilities and logits: the ones that are weighted, reduced and asked in float64.</summary>
    public static IEnumerable<LossProblem> Plain(int n) =>
        [
            new(Sparse, "plain", Node.Map.Empty, d => (d.Labels(4, n), d.Probabilities(n, 4))),
            new(Sparse, "from_logits", Logits, d => (d.Labels(4, n), d.Normal(2, n, 4))),
            new(Categorical, "plain", Node.Map.Empty, d => (d.OneHot(n, 4), d.Probabilities(n, 4))),
            new(
                Categorical,
                "from_logits",
                Logits,
                d => (d.Probabilities(n, 4), d.Normal(2, n, 4))
            ),
            new(
                Binary,
                "plain",
                Node.Map.Empty,
                d => (d.Whole(0, 1, n, 1), d.Uniform(0.02, 0.98, n, 1))
            ),
            new(Binary, "from_logits", Logits, d => (d.Whole(0, 1, n, 3), d.Normal(2, n, 3))),
            new(Squared, "plain", Node.Map.Empty, d => (d.Normal(2, n, 3), d.Normal(2, n, 3))),
            new(Squared, "labels_rank_1", Node.Map.Empty, d => (d.Normal(2, n), d.Normal(2, n, 1)))
            {
                Tags = ["broadcast_trap"],
            },
            new(Absolute, "plain", Node.Map.Empty, d => (d.Normal(2, n, 2), d.Normal(2, n, 2))),
        ];

    /// <summary>Everything that is easily got wrong.</summary>
    public static IEnumerable<LossProblem> Edges() =>
        [.. SparseEdges(), .. CategoricalEdges(), .. BinaryEdges(), .. ErrorEdges()];

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
            .. Ignored(
                "ignore_class",
                1,
                d => Tensor.Vector(new long[] { 0, 1, 2, 1, 3, 0, 1 }),
                []
            ),
            .. Ignored(
                "ignore_class_minus_1",
                -1,
                d => Tensor.Vector(new long[] { 0, -1, 2, 1, 3, -1, 1 }),
                []
            ),
            .. Ignored(
                "ignore_class_255",
                255,
                d => Tensor.Vector(new byte[] { 255, 1, 2, 255, 3, 0, 1 }),
                []
            ),
            .. Ignored(
                "ignore_class_of_all_rows",
                2,
                d => Tensor.Vector(new long[] { 2, 2, 2, 2, 2, 2, 2 }),
                ["degenerate:all_rows_ignored"]
            ),
        ];

    private static IEnumerable<LossProblem> Ignored(
        string name,
        int label,
        Func<Draw, Tensor> labels,
        string[] tags
    ) =>
        [
            new(
                Sparse,
                name,
                Node.Map.Of(("ignore_class", label)),
                d => (labels(d), d.Probabilities(7, 4)),
                "ignored rows count neither in the sum nor in the divisor"
            )
            {
                Tags = ["optional:ignore_class", .. tags],
            },
            new(
                Sparse,
                $"{name}_from_logits",
                Logits.With(("ignore_class", label)),
                d => (labels(d), d.Normal(2, 7, 4)),
                "ignored rows count neither in the sum nor in the divisor"
            )
            {
                Tags = ["optional:ignore_class", .. tags],
            },
        ];

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

    private static IEnumerable<LossProblem> Smoothed(
        string loss,
        double smoothing,
        Func<Draw, Tensor> labels,
        Func<Draw, Tensor> probabilities,
        Func<Draw, Tensor> logits
    )
    {
        var percent = FormattableString.Invariant($"{smoothing * 1000:000}");
        var smooth = Node.Map.Of(("label_smoothing", smoothing));
        var tags = loss == Binary ? "y*(1-s) + s/2" : "y*(1-s) + s/C";
        yield return new(
            loss,
            $"smoothing_{percent}",
            smooth,
            d => (labels(d), probabilities(d)),
            tags
        );
        yield return new(
            loss,
            $"smoothing_{percent}_from_logits",
            Logits.With(smooth.Entries.Select(e => (e.Key, e.Value))),
            d => (labels(d), logits(d)),
            tags
        );
    }

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
