using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>The standard scaler: statistics, transformed rows and the way back.</summary>
internal static class Scalers
{
    private const double NaN = double.NaN;
    private static readonly string[] Outputs =
    [
        "transformed",
        "mean_",
        "var_",
        "scale_",
        "n_samples_seen_",
        "inverse_of_transformed",
    ];

    public static IEnumerable<Case> Cases() =>
        [
            .. Sizes.Where(n => n > 1).Select(n => Of($"n{n}", d => d.Normal(3, n, 3))),
            .. Sizes.Select(n => Of($"columns_{n}", d => d.Normal(3, 5, n))),
            Of(
                "float32",
                d => d.Normal(3, 17, 3),
                type: ElementType.Float32,
                notes: "float32 in, float32 out; statistics in float64",
                tags: ["float32"]
            ),
            Of(
                "float32_offset",
                d => d.Uniform(1000, 1001, 33, 2),
                type: ElementType.Float32,
                notes: "statistics in float64 keep what float32 sums would lose",
                tags: ["float32", "cancellation"]
            ),
            Of(
                "float32_chunks",
                d => d.Normal(3, 17, 3),
                chunks: [8, 9],
                type: ElementType.Float32,
                tags: ["float32"]
            ),
            Of(
                "int64",
                d => d.Labels(20, 9, 2),
                type: ElementType.Int64,
                notes: "integers become float64"
            ),
            Of(
                "more",
                d => d.Normal(3, 9, 2),
                more: d => d.Normal(3, 4, 2),
                notes: "rows never seen"
            ),
            Of(
                "one_row",
                d => d.Normal(3, 1, 3),
                more: d => d.Normal(3, 2, 3),
                notes: "one row: every column is constant, scale 1",
                tags: ["zero_variance", "degenerate:one_row"]
            ),
            Of("one_column", d => d.Normal(3, 9, 1)),
            Of(
                "constant_column",
                d => Columns(d, 9, (column, row) => column == 1 ? 7.25 : null),
                more: d => d.Normal(3, 2, 3),
                notes: "a constant column: scale 1; a new value comes out as the bare difference",
                tags: ["zero_variance"]
            ),
            Of(
                "constant_zero_column",
                d => Columns(d, 9, (column, row) => column == 0 ? 0 : null),
                more: d => d.Normal(3, 2, 3),
                notes: "a column of 0",
                tags: ["zero_variance"]
            ),
            Of(
                "constant_inexact_column",
                d => Columns(d, 17, (column, row) => column == 2 ? 0.1 : null),
                notes: "a constant whose mean is not exact: rounding noise is no variance",
                tags: ["zero_variance"]
            ),
            Of(
                "constant_large_column",
                d => Columns(d, 17, (column, row) => column == 1 ? 123456789.125 : null),
                notes: "a large constant",
                tags: ["zero_variance"]
            ),
            Of(
                "offset_1e8",
                d => d.Uniform(1e8, 1e8 + 1, 17, 2),
                notes: "E[x^2] - E[x]^2 has no correct digit here",
                tags: ["cancellation"]
            ),
            Of(
                "offset_1e8_negative",
                d => d.Uniform(-1e8 - 1, -1e8, 33, 2),
                notes: "E[x^2] - E[x]^2 has no correct digit here",
                tags: ["cancellation"]
            ),
            Of(
                "offset_1e8_chunks",
                d => d.Uniform(1e8, 1e8 + 1, 17, 2),
                chunks: [9, 5, 3],
                notes: "chunks merge by Chan's formula",
                tags: ["cancellation"]
            ),
            Of(
                "float32_offset_1e8",
                d => d.Around(1e8, 20, 8, 33, 2),
                type: ElementType.Float32,
                notes: "in float32 not even the mean would be right",
                tags: ["float32", "cancellation"]
            ),
            Of(
                "offset_1e8_weights",
                d => d.Uniform(1e8, 1e8 + 1, 17, 2),
                weights: d => d.Weights(17),
                notes: "weighted sums of deviations, not of squares",
                tags: ["cancellation"]
            ),
            Of(
                "weights_chunks",
                d => d.Normal(3, 17, 3),
                weights: d => d.Weights(17),
                chunks: [8, 1, 8],
                notes: "chunks weigh by their weights, not by their rows"
            ),
            Of("spread", d => d.Magnitudes(-30, 30, 33, 3), notes: "sizes from 1e-9 to 1e9"),
            Of("tiny", d => d.Magnitudes(-200, -190, 9, 2), notes: "small, but not constant"),
            Of(
                "nan",
                d => Columns(d, 9, (column, row) => column == 1 && row is 2 or 5 ? NaN : null),
                notes: "NaN is left out of the statistics and stays",
                tags: ["nan"]
            ),
            Of(
                "nan_everywhere",
                d => Columns(d, 9, (column, row) => row % 3 == column ? NaN : null),
                notes: "each column has NaN in other rows",
                tags: ["nan"]
            ),
            Of(
                "nan_column",
                d => Columns(d, 7, (column, row) => column == 1 ? NaN : null),
                notes: "a column of NaN alone",
                tags: ["nan"]
            ),
            Of(
                "nan_chunks",
                d => Columns(d, 12, (column, row) => column == 0 && row is 1 or 6 ? NaN : null),
                chunks: [4, 4, 4],
                notes: "seen counts grow by column",
                tags: ["nan"]
            ),
            Of(
                "nan_first_chunk",
                d => Columns(d, 8, (column, row) => column == 2 && row < 4 ? NaN : null),
                chunks: [4, 4],
                notes: "a column that begins with a chunk of NaN",
                tags: ["nan"]
            ),
            Of(
                "nan_second_chunk",
                d =>
                    Columns(
                        d,
                        8,
                        (column, row) =>
                            column == 2 && row < 4 || column == 0 && row >= 4 ? NaN : null
                    ),
                chunks: [4, 4],
                notes: "a chunk in which a column is all NaN leaves the column as it was",
                tags: ["nan"]
            ),
            Of(
                "noise_on_1e8",
                d =>
                    Columns(
                        d,
                        4,
                        (column, row) =>
                            column == 1 ? 1e8 + (row % 2 == 0 ? 0 : Math.ScaleB(1, -26)) : null
                    ),
                notes: "a variance that is not 0, but no more than rounding leaves: the column counts as constant",
                tags: ["zero_variance", "cancellation"]
            ),
            Of(
                "nan_more",
                d => d.Normal(3, 9, 2),
                more: d =>
                    d.Rows(
                        new[,]
                        {
                            { NaN, 1 },
                            { 2, NaN },
                        }
                    ),
                notes: "NaN in new rows stays NaN",
                tags: ["nan"]
            ),
            Of("chunks", d => d.Normal(3, 17, 3), chunks: [7, 1, 9], notes: "partial fits"),
            Of(
                "chunks_of_one",
                d => d.Normal(3, 5, 2),
                chunks: [1, 1, 1, 1, 1],
                notes: "row by row"
            ),
            Of(
                "chunks_constant",
                d => Columns(d, 12, (column, row) => column == 1 ? (row < 6 ? 2 : 3) : null),
                chunks: [6, 6],
                notes: "constant in each chunk, not over both"
            ),
            Of(
                "weights",
                d => d.Normal(3, 17, 2),
                weights: d => d.Weights(17),
                notes: "sum(w*x) / sum(w)"
            ),
            Of(
                "weights_zero",
                d => d.Normal(3, 9, 2),
                weights: d => d.Vector(1, 0, 2, 0, 0.5, 1, 0, 3, 0.25),
                notes: "rows of weight 0 change nothing",
                tags: ["zero_weight"]
            ),
            Of(
                "weights_whole",
                d => d.Normal(3, 9, 2),
                weights: d => d.Whole(1, 4, 9),
                notes: "a weight of 3 is a row three times"
            ),
            Of(
                "weights_nan",
                d => Columns(d, 9, (column, row) => column == 1 && row is 2 or 5 ? NaN : null),
                weights: d => d.Weights(9),
                notes: "the weight of a NaN is not seen",
                tags: ["nan"]
            ),
            Of(
                "without_mean",
                d => d.Normal(3, 9, 2),
                more: d => d.Normal(3, 2, 2),
                parameters: Node.Map.Of(("with_mean", false))
            ),
            Of(
                "without_std",
                d => d.Normal(3, 9, 2),
                more: d => d.Normal(3, 2, 2),
                parameters: Node.Map.Of(("with_std", false)),
                none: ["var_", "scale_"]
            ),
            Of(
                "without_both",
                d => d.Normal(3, 9, 2),
                parameters: Node.Map.Of(("with_mean", false), ("with_std", false)),
                none: ["mean_", "var_", "scale_"],
                notes: "identity"
            ),
            Refused(
                "infinity",
                d =>
                    d.Rows(
                        new[,]
                        {
                            { 1, 2 },
                            { double.PositiveInfinity, 3 },
                        }
                    ),
                "infinity has no place in a mean"
            ),
            Refused(
                "minus_infinity",
                d =>
                    d.Rows(
                        new[,]
                        {
                            { 1, 2 },
                            { 3, double.NegativeInfinity },
                        }
                    ),
                "infinity has no place in a mean"
            ),
            Refused("no_rows", d => d.Of([], 0, 2), "nothing to learn from"),
            Refused("vector", d => d.Normal(1, 5), "rows and columns are needed"),
            Refused(
                "weights_too_few",
                d => d.Normal(1, 5, 2),
                "one weight a row",
                d => d.Weights(4)
            ),
        ];

    // Normal columns, but where a value is told.
    private static Tensor Columns(Draw d, int rows, Func<int, int, double?> told)
    {
        var values = d.Normal(3, rows, 3).ToFloat64().Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = told(i % 3, i / 3) ?? values[i];
        }

        return d.Of(values, rows, 3);
    }

    private static Case Of(
        string name,
        Func<Draw, Tensor> x,
        Func<Draw, Tensor>? more = null,
        Func<Draw, Tensor>? weights = null,
        int[]? chunks = null,
        Node.Map? parameters = null,
        string[]? none = null,
        ElementType type = ElementType.Float64,
        string? notes = null,
        string[]? tags = null
    ) =>
        Scaler(
            name,
            Wanted([
                .. Outputs.Except(none ?? []),
                .. more is null ? Array.Empty<string>() : ["transformed_more"],
            ]),
            d => Inputs(d, x, more, weights),
            (parameters ?? Node.Map.Empty).With(
                chunks is null ? [] : [("chunks", Numbers(chunks.Select(size => (double)size)))]
            ),
            type,
            notes,
            tags
        );

    private static Case Refused(
        string name,
        Func<Draw, Tensor> x,
        string notes,
        Func<Draw, Tensor>? weights = null
    ) =>
        Scaler(
            name,
            Refusal,
            d => Inputs(d, x, null, weights),
            Node.Map.Empty,
            ElementType.Float64,
            notes,
            ["refusal"]
        );

    // float64 is the scaler's own type, so that only the others are named in the id.
    private static Case Scaler(
        string name,
        Node.Map expected,
        Func<Draw, Node.Map> inputs,
        Node.Map parameters,
        ElementType type,
        string? notes,
        string[]? tags
    ) => Case("scaler", "standard_scaler", name, expected, inputs, parameters, type, notes, tags);

    private static Node.Map Inputs(
        Draw d,
        Func<Draw, Tensor> x,
        Func<Draw, Tensor>? more,
        Func<Draw, Tensor>? weights
    )
    {
        var inputs = Node.Map.Of(("x", x(d)));
        inputs = more is null ? inputs : inputs.With(("more", more(d)));
        return weights is null ? inputs : inputs.With(("sample_weight", weights(d)));
    }
}
