using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>
/// Optimizers: the weights after every step from given gradients. Most parameters have few binary digits, so that it does not
/// matter who rounds them to float32.
/// </summary>
internal static class Optimizers
{
    private static readonly Func<Draw, int[], Tensor> Plain = (d, shape) => d.Normal(1, shape);

    public static IEnumerable<Case> Cases() =>
        [
            .. Rules()
                .SelectMany(rule =>
                    BothTypes.Select(type => Of(rule.Op, rule.Name, rule.Params, 4, Plain, type))
                ),
            .. Rules()
                .Where(rule => rule.Name is "plain" or "momentum" or "nesterov" or "everything")
                .Select(rule => Of(rule.Op, $"{rule.Name}_20_steps", rule.Params, 20, Plain)),
            .. new[] { "SGD", "Adam", "RMSprop" }.SelectMany(Shared),
            .. Sizes.Select(n =>
                Of(
                    "SGD",
                    $"momentum_n{n}",
                    Params(("learning_rate", 0.125), ("momentum", 0.875)),
                    2,
                    Plain,
                    size: n
                )
            ),
            .. Sizes.Select(n =>
                Of(
                    "Adam",
                    $"n{n}",
                    Params(("learning_rate", 0.03125), ("beta_1", 0.875), ("beta_2", 0.984375)),
                    2,
                    Plain,
                    size: n
                )
            ),
            .. Exact(),
            .. Schedules
                .All()
                .Where(schedule => schedule.Name is "plain" or "staircase" or "cycle" or "warmup")
                .Select(schedule =>
                    Of(
                        "SGD",
                        $"{schedule.Op.ToLowerInvariant()}_{schedule.Name}",
                        Params(
                            (
                                "learning_rate",
                                Node.Map.Of(("schedule", schedule.Op))
                                    .With(schedule.Params.Entries.Select(e => (e.Key, e.Value)))
                            ),
                            ("momentum", 0.5)
                        ),
                        20,
                        Plain,
                        notes: "the step counts from 0 and the rate is read before the count rises; it lies inside the velocity"
                    )
                ),
            Of(
                "Adam",
                "exponential_decay",
                Params(
                    (
                        "learning_rate",
                        Node.Map.Of(
                            ("schedule", "ExponentialDecay"),
                            ("initial_learning_rate", 0.125),
                            ("decay_steps", 4),
                            ("decay_rate", 0.5)
                        )
                    )
                ),
                9,
                Plain
            ),
            Of(
                "RMSprop",
                "momentum_exponential_decay",
                Params(
                    (
                        "learning_rate",
                        Node.Map.Of(
                            ("schedule", "ExponentialDecay"),
                            ("initial_learning_rate", 0.125),
                            ("decay_steps", 2),
                            ("decay_rate", 0.5)
                        )
                    ),
                    ("rho", 0.75),
                    ("momentum", 0.5),
                    ("epsilon", 0.0078125)
                ),
                6,
                Plain,
                notes: "the rate lies inside the velocity, each step's own"
            ),
            Of(
                "SGD",
                "global_clipnorm_infinite",
                Params(("learning_rate", 0.125), ("global_clipnorm", 1)),
                1,
                Infinite,
                notes: "a norm that is not finite makes all gradients NaN",
                tags: ["nonfinite", "nan"]
            ),
            Of(
                "SGD",
                "clipvalue_infinite",
                Params(("learning_rate", 0.125), ("clipvalue", 0.5)),
                1,
                Infinite,
                notes: "infinity is clamped like any value",
                tags: ["nonfinite"]
            ),
            Of(
                "SGD",
                "nan_gradient",
                Params(("learning_rate", 0.125)),
                2,
                (d, shape) =>
                    shape.Length == 2
                        ? d.Of(
                            [
                                .. Enumerable
                                    .Range(0, shape[0] * shape[1])
                                    .Select(i => i == 1 ? double.NaN : i + 1.0),
                            ],
                            shape
                        )
                        : d.Normal(1, shape),
                notes: "NaN stays in its place",
                tags: ["nan", "nonfinite"]
            ),
            Refused(
                "gradients_of_another_shape",
                Node.Map.Empty,
                d =>
                    Inputs(
                        d,
                        5,
                        2,
                        (draw, shape) =>
                            draw.Normal(1, shape.Length == 2 ? [shape[1], shape[0]] : shape)
                    )
            ),
            Refused("negative_rate", Params(("learning_rate", -0.5)), d => Inputs(d, 5, 1, Plain)),
            Refused("momentum_beyond_1", Params(("momentum", 1.5)), d => Inputs(d, 5, 1, Plain)),
            Refused(
                "two_clippings",
                Params(("clipnorm", 1), ("clipvalue", 1)),
                d => Inputs(d, 5, 1, Plain)
            ),
        ];

    private static IEnumerable<(string Op, string Name, Node.Map Params)> Rules() =>
        [
            ("SGD", "plain", Params(("learning_rate", 0.125))),
            ("SGD", "momentum", Params(("learning_rate", 0.125), ("momentum", 0.875))),
            (
                "SGD",
                "nesterov",
                Params(("learning_rate", 0.125), ("momentum", 0.875), ("nesterov", true))
            ),
            (
                "SGD",
                "everything",
                Params(
                    ("learning_rate", 0.125),
                    ("momentum", 0.75),
                    ("nesterov", true),
                    ("weight_decay", 0.0625),
                    ("global_clipnorm", 1)
                )
            ),
            (
                "Adam",
                "plain",
                Params(("learning_rate", 0.03125), ("beta_1", 0.875), ("beta_2", 0.984375))
            ),
            (
                "Adam",
                "epsilon",
                Params(
                    ("learning_rate", 0.03125),
                    ("beta_1", 0.75),
                    ("beta_2", 0.875),
                    ("epsilon", 0.0078125)
                )
            ),
            (
                "Adam",
                "everything",
                Params(
                    ("learning_rate", 0.03125),
                    ("beta_1", 0.5),
                    ("beta_2", 0.75),
                    ("weight_decay", 0.0625),
                    ("clipnorm", 1)
                )
            ),
            ("RMSprop", "plain", Params(("learning_rate", 0.03125), ("rho", 0.875))),
            (
                "RMSprop",
                "momentum",
                Params(("learning_rate", 0.03125), ("rho", 0.875), ("momentum", 0.75))
            ),
            (
                "RMSprop",
                "epsilon",
                Params(("learning_rate", 0.03125), ("rho", 0.75), ("epsilon", 0.0078125))
            ),
            (
                "RMSprop",
                "centered",
                Params(
                    ("learning_rate", 0.03125),
                    ("rho", 0.75),
                    ("epsilon", 0.0078125),
                    ("centered", true)
                )
            ),
            (
                "RMSprop",
                "everything",
                Params(
                    ("learning_rate", 0.03125),
                    ("rho", 0.75),
                    ("momentum", 0.5),
                    ("epsilon", 0.0078125),
                    ("centered", true),
                    ("weight_decay", 0.0625),
                    ("clipvalue", 1)
                )
            ),
        ];

    // Whole numbers, rates that are powers of two: every product and sum is exact, so the update must be.
    private static IEnumerable<Case> Exact()
    {
        foreach (var n in Sizes)
        {
            yield return Whole($"integers_n{n}", Params(("learning_rate", 0.125)), n);
        }

        foreach (var n in new[] { 1, 7, 9, 17, 33, 65 })
        {
            yield return Whole(
                $"integers_momentum_n{n}",
                Params(("learning_rate", 0.125), ("momentum", 0.5)),
                n
            );
            yield return Whole(
                $"integers_nesterov_n{n}",
                Params(("learning_rate", 0.125), ("momentum", 0.5), ("nesterov", true)),
                n
            );
            yield return Whole(
                $"integers_weight_decay_n{n}",
                Params(("learning_rate", 0.125), ("weight_decay", 0.5)),
                n
            );
            yield return Whole(
                $"integers_clipvalue_n{n}",
                Params(("learning_rate", 0.125), ("clipvalue", 16)),
                n
            );
        }

        foreach (var type in BothTypes)
        {
            yield return Whole(
                "integers_subnormal",
                Params(("learning_rate", 1)),
                17,
                type == ElementType.Float64 ? double.Epsilon : float.Epsilon,
                type,
                "multiples of the smallest subnormal: exact, unless they are flushed to 0"
            );
        }
    }

    private static Case Whole(
        string name,
        Node.Map parameters,
        int size,
        double unit = 1,
        ElementType type = ElementType.Float32,
        string notes = "whole numbers and powers of two: no rounding anywhere"
    )
    {
        Node Variables(Draw d) =>
            new Node.List([d.Multiples(64, unit, 3, size), d.Multiples(64, unit, size)]);
        return Case(
            "optimizers",
            "SGD",
            name,
            Wanted("weights_after_step", "learning_rate_used"),
            d =>
                Node.Map.Of(
                    ("weights", Variables(d)),
                    ("grads", new Node.List([Variables(d), Variables(d), Variables(d)]))
                ),
            parameters,
            type,
            notes,
            ["integers"]
        );
    }

    // What every optimizer has from its base.
    private static IEnumerable<Case> Shared(string op) =>
        [
            Of(op, "defaults", Node.Map.Empty, 3, Plain, notes: "Keras' own defaults"),
            Of(op, "rate_0", Params(("learning_rate", 0)), 2, Plain, notes: "nothing moves"),
            Of(
                op,
                "weight_decay",
                Params(("learning_rate", 0.0625), ("weight_decay", 0.125)),
                3,
                Plain,
                notes: "decoupled, biases too"
            ),
            Of(
                op,
                "weight_decay_zero_gradients",
                Params(("learning_rate", 0.0625), ("weight_decay", 0.125)),
                3,
                Zero,
                notes: "weights decay without gradients"
            ),
            Of(
                op,
                "zero_gradients_after_others",
                Params(("learning_rate", 0.0625)),
                4,
                Plain,
                zeroFrom: 2,
                notes: "steps without gradients count"
            ),
            Of(
                op,
                "tiny_gradients",
                Params(("learning_rate", 0.0625)),
                3,
                (d, shape) => d.Magnitudes(-40, -20, shape),
                notes: "gradients near and below epsilon"
            ),
            Of(
                op,
                "huge_gradients",
                Params(("learning_rate", 0.0625)),
                3,
                (d, shape) => d.Magnitudes(10, 20, shape),
                notes: "gradients up to 2^21"
            ),
            Of(
                op,
                "clipnorm_above",
                Params(("learning_rate", 0.0625), ("clipnorm", 0.5)),
                3,
                Plain,
                notes: "each variable by its own norm"
            ),
            Of(
                op,
                "clipnorm_below",
                Params(("learning_rate", 0.0625), ("clipnorm", 64)),
                3,
                Plain,
                notes: "norms under the limit stay"
            ),
            Of(
                op,
                "clipnorm_zero_gradients",
                Params(("learning_rate", 0.0625), ("clipnorm", 0.5)),
                3,
                Plain,
                zeroFrom: 1,
                notes: "a norm of 0 leaves zeros"
            ),
            Of(
                op,
                "global_clipnorm_above",
                Params(("learning_rate", 0.0625), ("global_clipnorm", 0.5)),
                3,
                Plain,
                notes: "all by one norm"
            ),
            Of(
                op,
                "global_clipnorm_below",
                Params(("learning_rate", 0.0625), ("global_clipnorm", 64)),
                3,
                Plain,
                notes: "norms under the limit stay"
            ),
            Of(
                op,
                "clipvalue",
                Params(("learning_rate", 0.0625), ("clipvalue", 0.25)),
                3,
                Plain,
                notes: "every value clamped"
            ),
        ];

    private static readonly Func<Draw, int[], Tensor> Zero = (d, shape) =>
        d.Of(new double[shape.Aggregate(1, (product, size) => product * size)], shape);

    private static readonly Func<Draw, int[], Tensor> Infinite = (d, shape) =>
        shape.Length == 1
            ? d.Normal(1, shape)
            : d.Of(
                [
                    .. Enumerable
                        .Range(0, shape[0] * shape[1])
                        .Select(i => i == 2 ? double.PositiveInfinity : i - 1.5),
                ],
                shape
            );

    private static Node.Map Params(params IEnumerable<(string, Node)> entries) =>
        Node.Map.Of(entries);

    private static Case Of(
        string op,
        string name,
        Node.Map parameters,
        int steps,
        Func<Draw, int[], Tensor> gradient,
        ElementType type = ElementType.Float32,
        int size = 5,
        int zeroFrom = int.MaxValue,
        string? notes = null,
        string[]? tags = null
    ) =>
        Case(
            "optimizers",
            op,
            name,
            Wanted("weights_after_step", "learning_rate_used"),
            d => Inputs(d, size, steps, gradient, zeroFrom),
            parameters,
            type,
            notes,
            tags
        );

    private static Case Refused(string name, Node.Map parameters, Func<Draw, Node.Map> inputs) =>
        Case("optimizers", "SGD", name, Refusal, inputs, parameters, tags: ["refusal"]);

    private static Node.Map Inputs(
        Draw d,
        int size,
        int steps,
        Func<Draw, int[], Tensor> gradient,
        int zeroFrom = int.MaxValue
    )
    {
        int[][] shapes =
        [
            [3, size],
            [size],
        ];
        Node Variables(Func<Draw, int[], Tensor> values) =>
            new Node.List([.. shapes.Select(shape => (Node)values(d, shape))]);
        return Node.Map.Of(
            // Away from 0, where a step larger than the weight would leave only its rounding.
            ("weights", Variables((draw, shape) => draw.Uniform(0.5, 2, shape))),
            (
                "grads",
                new Node.List([
                    .. Enumerable
                        .Range(0, steps)
                        .Select(step => Variables(step < zeroFrom ? gradient : Zero)),
                ])
            )
        );
    }
}
