using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>All problems for losses: a ladder of sizes, then one edge after the other.</summary>
internal static partial class LossProblems
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
        var notes = loss == Binary ? "y*(1-s) + s/2" : "y*(1-s) + s/C";
        yield return new(
            loss,
            $"smoothing_{percent}",
            smooth,
            d => (labels(d), probabilities(d)),
            notes
        );
        yield return new(
            loss,
            $"smoothing_{percent}_from_logits",
            Logits.With(smooth.Entries.Select(e => (e.Key, e.Value))),
            d => (labels(d), logits(d)),
            notes
        );
    }
}
