namespace Mlp.Conformance.Mutants.Families;

internal static class SplitMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "test_floored",
            "splits",
            "The rows to test on are floored where ceil is due",
            "Truth/Preprocessing/Splits.cs",
            "t.Rows ?? Math.Ceiling(rows * t.Fraction!.Value)",
            "t.Rows ?? Math.Floor(rows * t.Fraction!.Value)"
        ),
        new(
            "train_ceiled",
            "splits",
            "The rows to train on are ceiled where floor is due",
            "Truth/Preprocessing/Splits.cs",
            "s.Rows ?? Math.Floor(rows * s.Fraction!.Value)",
            "s.Rows ?? Math.Ceiling(rows * s.Fraction!.Value)"
        ),
        new(
            "shares_in_exact_arithmetic",
            "splits",
            "Shares are taken in decimal arithmetic, where 300 * 0.14 is 42 and not 42.000000000000007",
            "Truth/Preprocessing/Splits.cs",
            "t.Rows ?? Math.Ceiling(rows * t.Fraction!.Value)",
            "t.Rows ?? (double)Math.Ceiling(rows * (decimal)t.Fraction!.Value)"
        ),
        new(
            "test_0.2_by_default",
            "splits",
            "A fifth is tested on where neither size is given",
            "Truth/Preprocessing/Splits.cs",
            "testSize = 0.25;",
            "testSize = 0.2;"
        ),
        new(
            "train_may_be_empty",
            "splits",
            "A split that leaves no row to train on passes",
            "Truth/Preprocessing/Splits.cs",
            "if (trainRows < 1 ||",
            "if (trainRows < 0 ||"
        ),
        new(
            "more_than_all_rows_pass",
            "splits",
            "Sizes that together exceed the rows pass",
            "Truth/Preprocessing/Splits.cs",
            "trainRows + testRows > rows || beyondOne",
            "false"
        ),
        new(
            "shares_beyond_1_pass",
            "splits",
            "Shares that together exceed 1 pass where rounding hides it",
            "Truth/Preprocessing/Splits.cs",
            "trainRows + testRows > rows || beyondOne",
            "trainRows + testRows > rows"
        ),
        new(
            "validation_floored",
            "splits",
            "Not the rows to train on but those to validate on are floored: n - floor(n*s)",
            "Truth/Preprocessing/Splits.cs",
            "var train = Math.Floor(rows * (1.0 - fraction));",
            "var train = rows - Math.Floor(rows * fraction);"
        ),
        new(
            "validation_ceiled",
            "splits",
            "The rows to validate on are ceil(n*s), which differs where 1.0 - s is rounded",
            "Truth/Preprocessing/Splits.cs",
            "var train = Math.Floor(rows * (1.0 - fraction));",
            "var train = rows - Math.Ceiling(rows * fraction);"
        ),
        new(
            "validation_may_take_all",
            "splits",
            "A validation split that leaves no row to train on passes",
            "Truth/Preprocessing/Splits.cs",
            "return train >= 1 && train < rows",
            "return train >= 0 && train < rows"
        ),
        new(
            "validation_may_be_empty",
            "splits",
            "A validation split that leaves no row to validate on passes",
            "Truth/Preprocessing/Splits.cs",
            "return train >= 1 && train < rows",
            "return train >= 1 && train <= rows"
        ),
    ];
}
