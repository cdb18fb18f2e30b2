using System.Globalization;
using static Mlp.Conformance.Generation.Golden;
using static Mlp.Conformance.Generation.LossProblems;

namespace Mlp.Conformance.Generation;

/// <summary>Losses whose rows weigh differently: by sample weights, by class, by both.</summary>
internal static class WeightedLosses
{
    private static readonly (int Class, double Weight)[] FourClasses =
    [
        (0, 0.5),
        (1, 2),
        (2, 1.25),
        (3, 0.0625),
    ];

    public static IEnumerable<Case> Cases() =>
        [
            .. Plain(17)
                .SelectMany(problem =>
                    BothTypes.Select(type => Sample(problem, "weighted", d => d.Weights(17), type))
                ),
            .. Plain(9)
                .Select(problem =>
                    Sample(
                        problem,
                        "weights_n1",
                        d => d.Weights(9, 1),
                        notes: "weights (n,1): the reduction none comes out (n,1)"
                    )
                ),
            .. Plain(8)
                .Select(problem =>
                    Sample(
                        problem,
                        "zero_weights",
                        d => d.Vector(0.5, 0, 0, 2, 1, 0, 0.25, 0),
                        notes: "rows of weight 0 still count in the divisor",
                        tags: "zero_weight"
                    )
                ),
            .. Plain(5)
                .Select(problem =>
                    Sample(
                        problem,
                        "negative_weight",
                        d => d.Vector(1.5, -0.5, 2, 0.25, 1),
                        notes: "negative weights are used as they are"
                    )
                ),
            .. Plain(4)
                .Where(problem => problem.Name == "plain")
                .Select(problem =>
                    Sample(
                        problem,
                        "all_zero",
                        d => d.Vector(0, 0, 0, 0),
                        notes: "loss and gradient 0; the mean by weights too, not NaN",
                        tags: ["zero_weight", "degenerate:all_weights_zero"]
                    )
                ),
            .. Sizes.Select(n =>
                Sample(
                    new(
                        Sparse,
                        $"from_logits_n{n}",
                        Logits,
                        d => (d.Labels(10, n), d.Normal(2, n, 10))
                    ),
                    "weighted",
                    d => d.Uniform(0, 2, n)
                )
            ),
            .. Sizes.Select(n =>
                Sample(
                    new(
                        Squared,
                        $"n{n}",
                        Node.Map.Empty,
                        d => (d.Normal(2, n, 1), d.Normal(2, n, 1))
                    ),
                    "weighted",
                    d => d.Uniform(0, 2, n)
                )
            ),
            Sample(
                new(
                    Squared,
                    "spread_weights",
                    Node.Map.Empty,
                    d => (d.Normal(2, 9, 1), d.Normal(2, 9, 1))
                ),
                "weighted",
                d => d.Vector(1e-6, 1e6, 1, 1e3, 1e-3, 2, 1e5, 1e-5, 10)
            ),
            Sample(
                new(Squared, "ones", Node.Map.Empty, d => (d.Normal(2, 7, 1), d.Normal(2, 7, 1))),
                "weighted",
                d => d.Vector(1, 1, 1, 1, 1, 1, 1),
                notes: "weights of 1 change nothing"
            ),
            Sample(
                new(
                    Sparse,
                    "nan_row_of_weight_0",
                    Logits,
                    d =>
                        (
                            new long[] { 0, 1, 2 },
                            d.Rows(
                                new[,]
                                {
                                    { 1, 2, 3 },
                                    { 1, double.NaN, 0 },
                                    { 0.5, -1, 2 },
                                }
                            )
                        )
                ),
                "weighted",
                d => d.Vector(1, 0, 2),
                notes: "NaN * 0 stays NaN",
                tags: ["nan", "nonfinite", "zero_weight"]
            ),
            .. Ignored(),
            .. ByClass(),
        ];

    private static IEnumerable<Case> Ignored()
    {
        var labels = new long[] { 0, 1, 2, 1, 3, 0, 1 };
        foreach (var logits in new[] { false, true })
        {
            yield return Sample(
                new(
                    Sparse,
                    logits ? "ignore_class_from_logits" : "ignore_class",
                    Node.Map.Of(("from_logits", logits), ("ignore_class", 1)),
                    d => (labels, logits ? d.Normal(2, 7, 4) : d.Probabilities(7, 4))
                ),
                "weighted",
                d => d.Weights(7),
                notes: "ignored rows count neither in the sum nor in the divisor, nor do their weights",
                tags: "optional:ignore_class"
            );
        }
    }

    private static Case Sample(
        LossProblem problem,
        string name,
        Func<Draw, Tensor> weights,
        ElementType type = ElementType.Float32,
        string? notes = null,
        params string[] tags
    ) =>
        Weighted(
            problem,
            name,
            d => problem.Inputs(d).With(("sample_weight", weights(d))),
            type,
            notes,
            tags
        );

    private static IEnumerable<Case> ByClass()
    {
        LossProblem[] problems =
        [
            new(
                Sparse,
                "class_weight",
                Node.Map.Empty,
                d => (d.Labels(4, 9), d.Probabilities(9, 4)),
                "the weight of the label"
            ),
            new(
                Sparse,
                "class_weight_from_logits",
                Logits,
                d => (d.Labels(4, 17), d.Normal(2, 17, 4)),
                "the weight of the label"
            )
            {
                Types = BothTypes,
            },
            new(
                Sparse,
                "class_weight_labels_n1",
                Node.Map.Empty,
                d => (d.Labels(4, 9, 1), d.Probabilities(9, 4)),
                "labels (n,1)"
            ),
            new(
                Categorical,
                "class_weight",
                Node.Map.Empty,
                d => (d.OneHot(9, 4), d.Probabilities(9, 4)),
                "one-hot labels: the class is the argmax"
            )
            {
                Types = BothTypes,
            },
            new(
                Categorical,
                "class_weight_from_logits",
                Logits,
                d => (d.OneHot(9, 4), d.Normal(2, 9, 4)),
                "one-hot labels: the class is the argmax"
            ),
            new(
                Categorical,
                "class_weight_soft_labels",
                Node.Map.Empty,
                d =>
                    (
                        d.Rows(
                            new[,]
                            {
                                { 0.25, 0.25, 0.25, 0.25 },
                                { 0.1, 0.4, 0.4, 0.1 },
                                { 0.1, 0.2, 0.3, 0.4 },
                                { 0, 0, 1, 0 },
                            }
                        ),
                        d.Probabilities(4, 4)
                    ),
                "soft labels: the first of equal maxima"
            )
            {
                Tags = ["ties"],
            },
            new(
                Binary,
                "class_weight",
                Node.Map.Empty,
                d => (d.Whole(0, 1, 9, 1), d.Uniform(0.02, 0.98, 9, 1)),
                "labels (n,1) are looked up themselves"
            ),
            new(
                Binary,
                "class_weight_rounded_labels",
                Node.Map.Empty,
                d =>
                    (
                        d.Rows(
                            new[,]
                            {
                                { 0.5 },
                                { 1.5 },
                                { 2.5 },
                                { 0.49 },
                                { 0.51 },
                                { 1 },
                            }
                        ),
                        d.Uniform(0.02, 0.98, 6, 1)
                    ),
                "labels (n,1) are rounded half to even: 0.5 to 0, 1.5 and 2.5 to 2"
            )
            {
                Tags = ["ties"],
            },
            new(
                Binary,
                "class_weight_multi_label",
                Node.Map.Empty,
                d => (d.Whole(0, 1, 9, 3), d.Uniform(0.02, 0.98, 9, 3)),
                "several columns: the class is the first that is set"
            ),
            new(
                Squared,
                "class_weight",
                Node.Map.Empty,
                d => (d.Whole(0, 3, 9, 1), d.Normal(2, 9, 1)),
                "targets that are classes"
            ),
        ];
        foreach (var problem in problems)
        {
            foreach (var type in problem.Types)
            {
                yield return Classes(
                    problem,
                    problem.Name,
                    FourClasses,
                    false,
                    type,
                    problem.Notes
                );
                yield return Classes(
                    problem,
                    $"{problem.Name}_times_sample_weight",
                    FourClasses,
                    true,
                    type,
                    "class weight and sample weight multiply",
                    "class_times_sample"
                );
            }
        }

        yield return Classes(
            new(Sparse, "", Node.Map.Empty, d => (d.Labels(4, 12), d.Probabilities(12, 4))),
            "class_weight_missing_class",
            [(0, 2), (2, 0.25)],
            false,
            ElementType.Float32,
            "a class that is not listed weighs 1",
            "missing_class"
        );
        yield return Classes(
            new(Categorical, "", Logits, d => (d.OneHot(12, 4), d.Normal(2, 12, 4))),
            "class_weight_missing_class",
            [(3, 4), (7, 9)],
            false,
            ElementType.Float32,
            "a class that is not listed weighs 1, one that no row has changes nothing",
            "missing_class"
        );
        yield return Classes(
            new(Sparse, "", Logits, d => (new long[] { 0, 1, 2, 3, 0, 1 }, d.Normal(2, 6, 4))),
            "class_weight_zero",
            [(0, 0), (1, 1.5), (2, 0), (3, 0.75)],
            false,
            ElementType.Float32,
            "rows of a class of weight 0 still count in the divisor",
            "zero_weight"
        );
    }

    // As imported cases have it: sample_weight is what the rows weigh in the end, class_sample_weight and
    // user_sample_weight are its factors.
    private static Case Classes(
        LossProblem problem,
        string name,
        (int Class, double Weight)[] classes,
        bool times,
        ElementType type,
        string? notes,
        params string[] tags
    ) =>
        Weighted(
            problem with
            {
                Name = "",
            },
            name,
            d =>
            {
                var inputs = problem.Inputs(d);
                var byClass = ClassOfRows(inputs["y_true"].AsTensor())
                    .Select(row =>
                        classes.FirstOrDefault(entry => entry.Class == row, (row, 1)).Weight
                    )
                    .ToArray();
                var own = times ? d.Weights(byClass.Length) : null;
                var product = byClass.Select((weight, row) => weight * (own?[row] ?? 1)).ToArray();
                inputs = inputs.With(
                    ("sample_weight", d.Vector(product)),
                    (
                        "class_weight",
                        Node.Map.Of(
                            classes.Select(entry =>
                                (
                                    entry.Class.ToString(CultureInfo.InvariantCulture),
                                    (Node)entry.Weight
                                )
                            )
                        )
                    ),
                    ("class_sample_weight", d.Vector(byClass))
                );
                return own is null ? inputs : inputs.With(("user_sample_weight", own));
            },
            type,
            notes,
            ["class_weight", .. tags]
        );

    private static IEnumerable<int> ClassOfRows(Tensor labels)
    {
        var columns = labels.RowLength;
        for (var row = 0; row < labels.Rows; row++)
        {
            if (columns == 1)
            {
                yield return (int)Math.Round(labels[row], MidpointRounding.ToEven);
                continue;
            }

            var best = 0;
            for (var column = 1; column < columns; column++)
            {
                best =
                    labels[(row * columns) + column] > labels[(row * columns) + best]
                        ? column
                        : best;
            }

            yield return best;
        }
    }

    private static Case Weighted(
        LossProblem problem,
        string name,
        Func<Draw, Node.Map> inputs,
        ElementType type,
        string? notes,
        string[] tags
    ) =>
        Case(
            "weighted_losses",
            problem.Loss,
            problem.Name.Length == 0 ? name : $"{problem.Name}_{name}",
            Wanted(
                "none",
                "sum",
                "sum_over_batch_size",
                "mean_with_sample_weight",
                "grad_sum_over_batch_size"
            ),
            inputs,
            problem.Params,
            type,
            notes,
            [.. problem.Tags, .. tags]
        );
}
