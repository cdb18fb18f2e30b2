using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>One-hot rows as keras.utils.to_categorical, and argmax as numpy.</summary>
internal static class OneHotArgMax
{
    private const double NaN = double.NaN;
    private const double Inf = double.PositiveInfinity;

    public static IEnumerable<Case> Cases() =>
        [
            .. Sizes.Select(n => OneHot($"n{n}", _ => Counting(n, 10), 10)),
            OneHot(
                "classes_from_labels",
                _ => new long[] { 3, 0, 5, 1 },
                null,
                "the largest label and one"
            ),
            OneHot(
                "classes_0",
                _ => new long[] { 2, 0, 1 },
                0,
                "0 classes count as not given",
                ["quirk"]
            ),
            OneHot(
                "more_classes_than_labels",
                _ => new long[] { 0, 2 },
                9,
                "columns that no label sets"
            ),
            OneHot(
                "labels_n1",
                _ => Tensor.Create(new long[] { 1, 0, 2 }, 3, 1),
                3,
                "a last axis of 1 is dropped"
            ),
            OneHot(
                "labels_nm",
                _ => Tensor.Create(new long[] { 1, 0, 2, 2, 1, 0 }, 2, 3),
                3,
                "(n,m) gains an axis"
            ),
            OneHot("labels_int32", _ => new[] { 1, 0, 2 }, 3),
            OneHot(
                "labels_uint8",
                _ => new byte[] { 1, 0, 2, 9 },
                10,
                "labels as IDX files hold them"
            ),
            OneHot(
                "labels_truncated",
                d => d.Vector(0.9, 1.2, 2.999, 1),
                null,
                "floats are truncated",
                type: ElementType.Float64
            ),
            OneHot(
                "labels_float32",
                d => d.Vector(0, 2, 1),
                4,
                "whole numbers held as reals",
                type: ElementType.Float32
            ),
            OneHot(
                "label_minus_1",
                _ => new long[] { 0, -1, 1 },
                4,
                "-1 sets the last column",
                ["quirk"]
            ),
            OneHotRefused("label_beyond_classes", new long[] { 0, 3 }, 3),
            OneHotRefused("label_far_below_0", new long[] { 0, -4 }, 3),
            .. Sizes.Select(n =>
                ArgMax(
                    $"c{n}",
                    d => d.Normal(1, 4, n),
                    tags: n == 1 ? ["degenerate:one_class"] : null
                )
            ),
            // Six values only, so nearly every row has ties.
            .. Sizes
                .Where(n => n > 1)
                .Select(n =>
                    ArgMax(
                        $"ties_c{n}",
                        d => d.Whole(0, 5, 5, n),
                        notes: "ties: the first",
                        tags: ["ties"]
                    )
                ),
            ArgMax(
                "ties_in_last_places",
                d =>
                    d.Rows(
                        new double[,]
                        {
                            { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1 },
                            { 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1 },
                        }
                    ),
                notes: "ties across the end of a vector",
                tags: ["ties"]
            ),
            ArgMax(
                "largest_in_every_place",
                d => Square(d, 65, (row, column) => column == row ? 2 : column % 2),
                notes: "row i has its largest at i"
            ),
            ArgMax(
                "ties_from_every_place_on",
                d => Square(d, 65, (row, column) => column >= row ? 1 : 0),
                notes: "row i is tied from i on",
                tags: ["ties"]
            ),
            ArgMax(
                "nan_in_every_place",
                d =>
                    Square(
                        d,
                        33,
                        (row, column) =>
                            column == row ? NaN
                            : column == 32 - row ? Inf
                            : 0
                    ),
                notes: "row i has NaN at i, and infinity somewhere else",
                tags: ["nan", "nonfinite"]
            ),
            ArgMax(
                "nan_twice",
                d => Square(d, 17, (row, column) => column == row || column == 16 ? NaN : column),
                notes: "the first NaN wins, also in another vector",
                tags: ["nan", "nonfinite"]
            ),
            ArgMax("axis_0", d => d.Normal(1, 17, 9), 0),
            ArgMax(
                "axis_0_ties",
                d => d.Whole(0, 3, 17, 9),
                0,
                "ties down a column: the first row",
                ["ties"]
            ),
            ArgMax("axis_1", d => d.Normal(1, 9, 17), 1),
            ArgMax("axis_minus_2", d => d.Normal(1, 9, 17), -2),
            ArgMax("rank_3_axis_1", d => d.Normal(1, 3, 9, 5), 1),
            ArgMax("rank_3", d => d.Normal(1, 3, 5, 9)),
            ArgMax("all", d => d.Normal(1, 9, 17), null, "of all values: a scalar"),
            ArgMax("vector", d => d.Normal(1, 33), -1, "a vector: a scalar"),
            ArgMax("float64", d => d.Normal(1, 9, 17), type: ElementType.Float64),
            ArgMax(
                "float64_close",
                d =>
                    d.Rows(
                        new[,]
                        {
                            { 1, 1 + 1e-15, 1 },
                            { 1, 1, 1 - 1e-16 },
                            { 1, 1 - 1e-15, 1 + 1e-12 },
                        }
                    ),
                notes: "told apart only in float64",
                type: ElementType.Float64
            ),
            ArgMax(
                "nan",
                d =>
                    d.Rows(
                        new[,]
                        {
                            { 1, NaN, 3, NaN },
                            { NaN, 1, 2, 3 },
                            { 1, 2, 3, NaN },
                            { 1, 2, Inf, NaN },
                        }
                    ),
                notes: "NaN above all, the first one wins",
                tags: ["nan", "nonfinite"]
            ),
            ArgMax(
                "infinities",
                d =>
                    d.Rows(
                        new[,]
                        {
                            { -Inf, 3, Inf },
                            { -Inf, -Inf, -5 },
                            { 1, Inf, Inf },
                        }
                    ),
                notes: "infinities are ordered",
                tags: ["nonfinite", "ties"]
            ),
            ArgMax(
                "all_minus_infinity",
                d =>
                    d.Rows(
                        new[,]
                        {
                            { -Inf, -Inf, -Inf },
                            { -Inf, -1, 0 },
                        }
                    ),
                notes: "the first, not none",
                tags: ["nonfinite", "ties"]
            ),
            ArgMax(
                "signed_zeros",
                d =>
                    d.Rows(
                        new[,]
                        {
                            { -0.0, 0 },
                            { 0, -0.0 },
                            { -1, -0.0 },
                        }
                    ),
                notes: "-0 equals 0",
                tags: ["ties"]
            ),
            ArgMax(
                "negative",
                d => d.Uniform(-9, -1, 7, 16),
                notes: "nothing above 0: no 0 may come in from padding"
            ),
            ArgMax(
                "subnormal",
                d => d.Vector(0, 1e-45, 3e-45, 1e-45),
                notes: "subnormals are not 0"
            ),
        ];

    private static long[] Counting(int n, int classes) =>
        [.. Enumerable.Range(0, n).Select(i => (long)(((7 * i) + 3) % classes))];

    // A matrix by its places.
    private static Tensor Square(Draw d, int size, Func<int, int, double> value) =>
        d.Of(
            [.. Enumerable.Range(0, size * size).Select(i => value(i / size, i % size))],
            size,
            size
        );

    private static Case OneHot(
        string name,
        Func<Draw, Tensor> x,
        int? classes,
        string? notes = null,
        string[]? tags = null,
        ElementType type = ElementType.Int64
    ) => Categories(name, Wanted("onehot"), x, classes, notes, tags, type);

    private static Case OneHotRefused(string name, Tensor x, int classes) =>
        Categories(name, Refusal, _ => x, classes, null, ["refusal"], ElementType.Int64);

    private static Case Categories(
        string name,
        Node.Map expected,
        Func<Draw, Tensor> x,
        int? classes,
        string? notes,
        string[]? tags,
        ElementType type
    ) =>
        Case(
            "onehot_argmax",
            "to_categorical",
            name,
            expected,
            d => Node.Map.Of(("x", x(d))),
            Node.Map.Of(("num_classes", Optional(classes))),
            type,
            notes,
            tags
        );

    private static Case ArgMax(
        string name,
        Func<Draw, Tensor> x,
        int? axis = -1,
        string? notes = null,
        string[]? tags = null,
        ElementType type = ElementType.Float32
    ) =>
        Case(
            "onehot_argmax",
            "argmax",
            name,
            Wanted("argmax"),
            d => Node.Map.Of(("x", x(d))),
            Node.Map.Of(("axis", Optional(axis))),
            type,
            notes,
            tags
        );

    private static Node Optional(int? value) => value is { } number ? number : new Node.Null();
}
