namespace Mlp.Conformance.Mutants.Families;

internal static class ScheduleMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "boundary_belongs_to_the_next_value",
            "lr_schedules",
            "PiecewiseConstantDecay changes its value at the boundary itself, written < where <= is due",
            "Truth/Optimizers/Rates.cs",
            "step > decay.Boundaries[i]",
            "step >= decay.Boundaries[i]"
        ),
        new(
            "step_counted_from_1",
            "lr_schedules",
            "Schedules count steps from 1",
            "Truth/Optimizers/Rates.cs",
            "public static T At(LearningRate rate, long step) => rate switch",
            "public static T At(LearningRate rate, long step) => step++ < 0 ? T.Zero : rate switch"
        ),
        new(
            "staircase_ignored",
            "lr_schedules",
            "A staircase falls smoothly",
            "Truth/Optimizers/Rates.cs",
            "return staircase ? T.Floor(progress) : progress;",
            "return progress;"
        ),
        new(
            "exponential_of_the_step",
            "lr_schedules",
            "ExponentialDecay takes the rate to the power of the step, as torch's ExponentialLR",
            "Truth/Optimizers/Rates.cs",
            "Elementary.Pow(Of(decay.DecayRate), exponent)",
            "Elementary.Pow(Of(decay.DecayRate), step)"
        ),
        new(
            "polynomial_goes_on",
            "lr_schedules",
            "PolynomialDecay is not held at its end",
            "Truth/Optimizers/Rates.cs",
            "T.Min(step, length) / length",
            "step / length"
        ),
        new(
            "cycle_ends_late",
            "lr_schedules",
            "In cycles, the last step of a cycle begins the next: floor + 1 where ceil is due",
            "Truth/Optimizers/Rates.cs",
            "T.Max(T.One, T.Ceiling(step / steps))",
            "T.Floor(step / steps) + T.One"
        ),
        new(
            "cosine_rises_again",
            "lr_schedules",
            "CosineDecay is not held at its end and rises again",
            "Truth/Optimizers/Rates.cs",
            "var share = T.Min(step - warmup, steps) / steps; var fall = Of(0.5) * (T.One + Elementary.Cos(Of(Math.PI) * share));",
            "var share = (step - warmup) / steps; var fall = Of(0.5) * (T.One + T.Cos(Of(Math.PI) * share));"
        ),
        new(
            "alpha_is_a_rate",
            "lr_schedules",
            "CosineDecay's alpha is taken for a rate, torch's eta_min, instead of a share of the initial one",
            "Truth/Optimizers/Rates.cs",
            "return top * (Of(1 - decay.Alpha) * fall + Of(decay.Alpha));",
            "return (top - Of(decay.Alpha)) * fall + Of(decay.Alpha);"
        ),
        new(
            "warm_up_within_the_decay",
            "lr_schedules",
            "The steps of the warm-up count as steps of the decay",
            "Truth/Optimizers/Rates.cs",
            "T.Min(step - warmup, steps)",
            "T.Min(step, steps)"
        ),
        new(
            "schedule_in_float16",
            "lr_schedules",
            "The numbers of a schedule are held in float16",
            "Truth/Optimizers/Rates.cs",
            "private static T Of(double value) => T.CreateChecked(value);",
            "private static T Of(double value) => typeof(T) == typeof(float) ? T.CreateChecked((Half)value) : T.CreateChecked(value);"
        ),
    ];
}
