using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>Activations: the value, and the gradient of sum(upstream * y).</summary>
internal static class Activations
{
    private static readonly string[] Elementwise =
    [
        "linear",
        "relu",
        "leaky_relu",
        "elu",
        "selu",
        "gelu",
        "silu",
        "softplus",
        "sigmoid",
        "tanh",
    ];

    private static readonly string[] Rowwise = ["softmax", "log_softmax"];

    public static IEnumerable<Case> Cases() =>
        [
            .. Elementwise.SelectMany(name => Everywhere(name, Node.Map.Empty, "")),
            .. Rowwise.SelectMany(name => Everywhere(name, Node.Map.Empty, "")),
            .. Everywhere("leaky_relu", Node.Map.Of(("negative_slope", 0.375)), "slope_0375_"),
            .. Everywhere("elu", Node.Map.Of(("alpha", 0.5)), "alpha_05_"),
            .. Everywhere("gelu", Node.Map.Of(("approximate", true)), "approximate_"),
            // 7: all tail; 17: one wide vector and a tail of one; 65: several.
            .. Elementwise.SelectMany(name =>
                new[] { 7, 17, 65 }.Select(n => Of(name, $"n{n}", d => d.Normal(2, n)))
            ),
            .. Rowwise.SelectMany(name =>
                Sizes.Select(n => Of(name, $"c{n}", d => d.Normal(3, 3, n), tags: OneClass(n)))
            ),
            .. Rowwise.SelectMany(name =>
                new[]
                {
                    Of(name, "vector", d => d.Normal(2, 9), notes: "a vector is one row"),
                    Of(
                        name,
                        "rank_3",
                        d => d.Normal(2, 2, 3, 5),
                        notes: "along the last axis, whatever the rank"
                    ),
                    Of(
                        name,
                        "ties",
                        d =>
                            d.Rows(
                                new double[,]
                                {
                                    { 3, 3, 3, 3 },
                                    { -2, 4, 4, -2 },
                                    { 0, -0.0, 0, 1 },
                                }
                            ),
                        notes: "equal inputs share",
                        tags: ["ties"]
                    ),
                    Of(
                        name,
                        "large",
                        d =>
                            d.Rows(
                                new double[,]
                                {
                                    { 1e4, 0, -1e4 },
                                    { 700, 710, 720 },
                                    { -1e30, 0, 1 },
                                    { 88, 89, 90 },
                                }
                            ),
                        notes: "no overflow",
                        tags: ["large"]
                    ),
                    Of(
                        name,
                        "nonfinite",
                        d =>
                            d.Rows(
                                new[,]
                                {
                                    { 1, double.NaN, 0 },
                                    { double.NegativeInfinity, 1, 0.5 },
                                    { double.PositiveInfinity, 1, 2 },
                                    { 1, 2, 3 },
                                }
                            ),
                        notes: "NaN and +infinity spoil their row; -infinity has probability 0",
                        tags: ["nan", "nonfinite"],
                        wanted: ["y"]
                    ),
                }
            ),
            .. Elementwise
                // At infinity these are 0 times infinity, and nobody agrees.
                .Where(name => name is not ("gelu" or "silu"))
                .Select(name =>
                    Of(
                        name,
                        "nonfinite",
                        d =>
                            d.Vector(
                                double.NaN,
                                double.PositiveInfinity,
                                double.NegativeInfinity,
                                1,
                                -1,
                                0.5,
                                -0.5,
                                2,
                                -2
                            ),
                        notes: "NaN in, NaN out; limits at infinity",
                        tags: ["nan", "nonfinite"],
                        wanted: ["y"]
                    )
                ),
            .. new[]
            {
                "relu",
                "leaky_relu",
                "elu",
                "selu",
                "softplus",
                "sigmoid",
                "tanh",
                "silu",
                "gelu",
            }.Select(name =>
                Of(
                    name,
                    "huge",
                    d => d.Vector(1e6, -1e6, 1e20, -1e20, 3e38, -3e38, 104, -104, 709),
                    notes: "far beyond where exp overflows",
                    tags: ["large"],
                    // The derivative multiplies what has overflowed by what has vanished.
                    wanted: name is "gelu" or "silu" ? ["y"] : ["y", "grad_x"]
                )
            ),
            .. new[] { "linear", "leaky_relu", "elu", "selu", "gelu", "silu", "tanh" }.Select(
                name =>
                    Of(
                        name,
                        "signed_zeros",
                        d =>
                            d.Vector([
                                .. Enumerable
                                    .Range(0, 19)
                                    .Select(i => i % 3 == 0 ? -0.0 : i % 3 - 1),
                            ]),
                        notes: "zeros keep their sign, in every lane and in the tail",
                        tags: ["signed_zero"],
                        wanted: ["y"]
                    )
            ),
            // Two that switch and two that compute, at every length of a tail.
            .. new[] { "leaky_relu", "sigmoid", "gelu", "softplus" }.SelectMany(name =>
                Sizes
                    .Where(n => n is not (7 or 17 or 65))
                    .Select(n => Of(name, $"n{n}", d => d.Normal(2, n)))
            ),
            // A tail at the end of every row, not only at the end of all.
            .. Elementwise.SelectMany(name =>
                new[] { 15, 16, 17, 31, 33 }.Select(n =>
                    Of(name, $"columns_{n}", d => d.Normal(2, 2, n))
                )
            ),
            Of(
                "softplus",
                "beyond_20",
                d => d.Vector(20.5, 21, 25, 30, 35, -20.5, -30, 19.5),
                type: ElementType.Float64,
                notes: "e^-x is still seen beside x"
            ),
            Refused("upstream_of_another_shape", d => (d.Normal(1, 2, 3), d.Normal(1, 3, 2))),
            Refused("upstream_of_another_type", d => (d.Normal(1, 3), new double[] { 1, 2, 3 })),
            Refused("integers", d => (new long[] { 1, 2, 3 }, new long[] { 1, 2, 3 })),
        ];

    private static string[] OneClass(int n) => n == 1 ? ["degenerate:one_class"] : [];

    // The three sets of values that every activation must take in either type.
    private static IEnumerable<Case> Everywhere(string name, Node.Map parameters, string prefix) =>
        BothTypes.SelectMany(type =>
            new[]
            {
                Of(name, prefix + "normal", d => d.Normal(2, 9, 5), parameters, type),
                Of(
                    name,
                    prefix + "magnitudes",
                    // 2^-100 to 2^6.5: 1e-30 to 90.
                    d => d.Magnitudes(-100, 5, 16, 9),
                    parameters,
                    type,
                    "sizes from 1e-30 to 64, both signs"
                ),
                Of(
                    name,
                    prefix + "edges",
                    d => d.Of(Edges(d.Type), 3, 9),
                    parameters,
                    type,
                    "signed zeros, subnormals, both sides of every switch in the usual formulas"
                ),
            }
        );

    private static double[] Edges(ElementType type)
    {
        var (subnormal, small, normal) =
            type == ElementType.Float64
                ? (double.Epsilon, 1e-310, 2.2250738585072014e-308)
                : (float.Epsilon, 1e-40f, 1.17549435e-38f);
        return
        [
            0,
            -0.0,
            subnormal,
            -subnormal,
            small,
            -small,
            normal,
            -normal,
            1e-20,
            -1e-20,
            1e-8,
            -1e-8,
            1e-4,
            -1e-4,
            0.5,
            -0.5,
            1,
            -1,
            9,
            -9,
            17,
            -17,
            40,
            -40,
            90,
            -87,
            -90,
        ];
    }

    private static Case Of(
        string name,
        string what,
        Func<Draw, Tensor> x,
        Node.Map? parameters = null,
        ElementType type = ElementType.Float32,
        string? notes = null,
        string[]? tags = null,
        string[]? wanted = null
    ) =>
        Case(
            "activations",
            name,
            what,
            Wanted(wanted ?? ["y", "grad_x"]),
            d =>
            {
                var values = x(d);
                return Node.Map.Of(("x", values), ("upstream", d.Normal(1, [.. values.Shape])));
            },
            parameters,
            type,
            notes,
            tags
        );

    private static Case Refused(string what, Func<Draw, (Tensor X, Tensor Upstream)> inputs) =>
        Case(
            "activations",
            "relu",
            what,
            Refusal,
            d =>
            {
                var (x, upstream) = inputs(d);
                return Node.Map.Of(("x", x), ("upstream", upstream));
            },
            tags: ["refusal"]
        );
}
