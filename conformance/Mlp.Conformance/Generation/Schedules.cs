using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>Learning rates by step: at 0, at every boundary and beside it, and far beyond.</summary>
internal static class Schedules
{
    private static readonly Tensor Steps = new long[]
    {
        0,
        1,
        2,
        3,
        4,
        5,
        7,
        8,
        9,
        15,
        16,
        17,
        20,
        24,
        31,
        32,
        33,
        40,
        47,
        48,
        49,
        64,
        100,
    };

    public static IEnumerable<Case> Cases() =>
        [
            .. All().SelectMany(schedule => BothTypes.Select(type => Of(schedule, type))),
            .. new (string, string, Node.Map)[]
            {
                (
                    "PiecewiseConstantDecay",
                    "values_too_few",
                    Params(("boundaries", Numbers(5, 50)), ("values", Numbers(1, 0.5)))
                ),
                (
                    "PiecewiseConstantDecay",
                    "boundaries_falling",
                    Params(("boundaries", Numbers(50, 5)), ("values", Numbers(1, 0.5, 0.25)))
                ),
                (
                    "ExponentialDecay",
                    "no_steps",
                    Params(("initial_learning_rate", 0.5), ("decay_steps", 0), ("decay_rate", 0.5))
                ),
            }.Select(entry =>
                Case(
                    "lr_schedules",
                    entry.Item1,
                    entry.Item2,
                    Refusal,
                    _ => Node.Map.Of(("steps", Steps)),
                    entry.Item3,
                    tags: ["refusal"]
                )
            ),
        ];

    /// <summary>Every schedule with its options; optimizers step under some of them.</summary>
    public static IEnumerable<(string Op, string Name, Node.Map Params, string Notes)> All() =>
        [
            (
                "ExponentialDecay",
                "plain",
                Params(("initial_learning_rate", 0.125), ("decay_steps", 8), ("decay_rate", 0.5)),
                "lr * rate^(step/decay_steps)"
            ),
            (
                "ExponentialDecay",
                "staircase",
                Params(
                    ("initial_learning_rate", 0.125),
                    ("decay_steps", 8),
                    ("decay_rate", 0.5),
                    ("staircase", true)
                ),
                "the exponent is floored"
            ),
            (
                "ExponentialDecay",
                "slow",
                Params(("initial_learning_rate", 0.5), ("decay_steps", 64), ("decay_rate", 0.9375)),
                "a rate close to 1"
            ),
            (
                "ExponentialDecay",
                "growing",
                Params(
                    ("initial_learning_rate", 0.0078125),
                    ("decay_steps", 32),
                    ("decay_rate", 2)
                ),
                "a rate above 1 grows"
            ),
            (
                "ExponentialDecay",
                "one_step",
                Params(("initial_learning_rate", 1), ("decay_steps", 1), ("decay_rate", 0.75)),
                "a whole power at every step"
            ),
            (
                "PiecewiseConstantDecay",
                "plain",
                Params(("boundaries", Numbers(4, 16)), ("values", Numbers(1, 0.5, 0.125))),
                "the boundary itself keeps the earlier value"
            ),
            (
                "PiecewiseConstantDecay",
                "one_boundary",
                Params(("boundaries", Numbers(32)), ("values", Numbers(0.25, 0.75))),
                "values may rise"
            ),
            (
                "PiecewiseConstantDecay",
                "boundary_0",
                Params(("boundaries", Numbers(0, 1, 48)), ("values", Numbers(1, 0.5, 0.25, 0.125))),
                "only step 0 has the first value"
            ),
            (
                "PolynomialDecay",
                "plain",
                Params(
                    ("initial_learning_rate", 0.125),
                    ("decay_steps", 16),
                    ("end_learning_rate", 0.0078125),
                    ("power", 2)
                ),
                "the step is held at decay_steps"
            ),
            (
                "PolynomialDecay",
                "linear",
                Params(
                    ("initial_learning_rate", 0.125),
                    ("decay_steps", 32),
                    ("end_learning_rate", 0.0625),
                    ("power", 1)
                ),
                "power 1 is a line"
            ),
            (
                "PolynomialDecay",
                "root",
                Params(
                    ("initial_learning_rate", 0.5),
                    ("decay_steps", 32),
                    ("end_learning_rate", 0.125),
                    ("power", 0.5)
                ),
                "a power below 1"
            ),
            (
                "PolynomialDecay",
                "to_0",
                Params(
                    ("initial_learning_rate", 0.5),
                    ("decay_steps", 64),
                    ("end_learning_rate", 0),
                    ("power", 1)
                ),
                "ends at 0"
            ),
            (
                "PolynomialDecay",
                "cycle",
                Params(
                    ("initial_learning_rate", 0.125),
                    ("decay_steps", 16),
                    ("end_learning_rate", 0.0078125),
                    ("power", 2),
                    ("cycle", true)
                ),
                "begins again, over longer and longer spans"
            ),
            (
                "InverseTimeDecay",
                "plain",
                Params(("initial_learning_rate", 0.5), ("decay_steps", 8), ("decay_rate", 0.75)),
                "lr / (1 + rate*step/decay_steps)"
            ),
            (
                "InverseTimeDecay",
                "staircase",
                Params(
                    ("initial_learning_rate", 0.5),
                    ("decay_steps", 8),
                    ("decay_rate", 0.75),
                    ("staircase", true)
                ),
                "the quotient is floored"
            ),
            (
                "CosineDecay",
                "plain",
                Params(("initial_learning_rate", 0.5), ("decay_steps", 32), ("alpha", 0.125)),
                "ends at alpha times the first rate"
            ),
            (
                "CosineDecay",
                "to_0",
                Params(("initial_learning_rate", 0.5), ("decay_steps", 64)),
                "alpha is 0 unless told"
            ),
            (
                "CosineDecay",
                "warmup",
                Params(
                    ("initial_learning_rate", 0.0625),
                    ("decay_steps", 32),
                    ("alpha", 0.125),
                    ("warmup_target", 0.5),
                    ("warmup_steps", 16)
                ),
                "rises in a line, then falls from the target over decay_steps"
            ),
        ];

    private static Node.Map Params(params IEnumerable<(string, Node)> entries) =>
        Node.Map.Of(entries);

    private static Case Of(
        (string Op, string Name, Node.Map Params, string Notes) schedule,
        ElementType type
    ) =>
        Case(
            "lr_schedules",
            schedule.Op,
            schedule.Name,
            Wanted("learning_rate"),
            _ => Node.Map.Of(("steps", Steps)),
            schedule.Params,
            type,
            schedule.Notes
        );
}
