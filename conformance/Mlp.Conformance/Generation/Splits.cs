using System.Globalization;
using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>How many rows a split leaves on either side: floors, ceilings, and what double arithmetic makes of fractions.</summary>
internal static class Splits
{
    private const string Trap = "floating point: the product lands beside the whole number";

    public static IEnumerable<Case> Cases() =>
        [
            TrainTest(10, 0.2, null),
            TrainTest(9, 0.5, null),
            TrainTest(64, 0.1, null),
            TrainTest(65, 0.9, null),
            TrainTest(2, 0.01, null, "at least one row tests"),
            TrainTest(20640, 0.2, null),
            TrainTest(70000, 0.142857, null),
            TrainTest(300, 0.14, null, Trap),
            TrainTest(100, 0.29, null, Trap),
            TrainTest(100, 0.07, null, Trap),
            TrainTest(100, 0.56, null, Trap),
            TrainTest(1000, 0.001, null),
            TrainTest(1000, 0.009, null, Trap),
            TrainTest(17, null, null, "a quarter tests unless told"),
            TrainTest(3, null, null, "a quarter tests unless told"),
            TrainTest(17, 5, null, "a count"),
            TrainTest(17, 16, null, "a count that leaves one row"),
            TrainTest(17, null, 5, "a count that trains"),
            TrainTest(33, null, 0.7),
            TrainTest(100, null, 0.29, Trap),
            TrainTest(100, null, 0.57, Trap),
            TrainTest(33, 0.25, 0.5, "both given: train floors, test ceils, the rest is dropped"),
            TrainTest(33, 8, 0.5, "a count and a share"),
            TrainTest(33, 0.1, 20, "a share and a count"),
            TrainTest(33, 3, 4, "two counts"),
            TrainTest(10, 0.5, 0.5, "both sides, nothing dropped"),
            TrainTest(7, 0.5, 0.5, "4 test and 3 train"),
            TrainTestRefused(1, 0.5, null, "no row to train on"),
            TrainTestRefused(1, null, null, "no row to train on"),
            TrainTestRefused(2, 0.99, null, "no row to train on"),
            TrainTestRefused(3, null, 0.1, "no row to train on"),
            TrainTestRefused(10, 10, null, "no row to train on"),
            TrainTestRefused(10, 11, null, "more rows than there are"),
            TrainTestRefused(10, 6, 5, "more rows than there are"),
            TrainTestRefused(10, 0.75, 0.5, "shares beyond 1"),
            TrainTestRefused(10, 1.5, null, "a share beyond 1"),
            TrainTestRefused(10, -0.25, null, "a negative share"),
            TrainTestRefused(10, 0, null, "no row to test on"),
            TrainTestRefused(0, 0.5, null, "no rows"),
            Validation(10, 0.2),
            Validation(17, 0.25),
            Validation(64, 0.5),
            Validation(65, 0.5),
            Validation(2, 0.5),
            Validation(60000, 0.0833),
            Validation(10, 0.1),
            Validation(10, 0.3, Trap),
            Validation(100, 0.68, Trap),
            Validation(100, 0.17, Trap),
            Validation(50, 0.9, Trap),
            Validation(1000, 0.999, Trap),
            Validation(10, 0.01, "floor(9.9) train, one row validates"),
            Validation(1000000, 0.000001, "one row of a million"),
            ValidationRefused(10, 0.9, "rounding leaves no row to train on"),
            ValidationRefused(10, 1e-17, "1.0 - share is 1: no row to validate on", "1em17"),
            ValidationRefused(1, 0.5, "no row to train on"),
            ValidationRefused(3, 0.75, "floor(0.75) rows"),
            ValidationRefused(10, 1, "nothing left to train on"),
            ValidationRefused(10, 1.5, "a share beyond 1"),
            ValidationRefused(10, -0.1, "a negative share"),
            ValidationRefused(10, double.NaN, "not a number"),
        ];

    private static Case TrainTest(int n, double? test, double? train, string? notes = null) =>
        TrainTest(n, test, train, Wanted("n_train", "n_test", "unshuffled"), notes, []);

    private static Case TrainTestRefused(int n, double? test, double? train, string notes) =>
        TrainTest(n, test, train, Refusal, notes, ["refusal"]);

    private static Case TrainTest(
        int n,
        double? test,
        double? train,
        Node.Map expected,
        string? notes,
        string[] tags
    ) =>
        Split(
            "train_test_split",
            $"n{n}_test_{Format(test)}_train_{Format(train)}",
            expected,
            Node.Map.Of(("n", n), ("test_size", Optional(test)), ("train_size", Optional(train))),
            notes,
            tags
        );

    private static Case Validation(int n, double share, string? notes = null) =>
        Validation(n, share, Wanted("n_train", "n_val", "train_last", "val_first"), notes, []);

    private static Case ValidationRefused(int n, double share, string notes, string? name = null) =>
        Validation(n, share, Refusal, notes, ["refusal"], name);

    private static Case Validation(
        int n,
        double share,
        Node.Map expected,
        string? notes,
        string[] tags,
        string? name = null
    ) =>
        Split(
            "validation_split",
            $"n{n}_{name ?? Format(share)}",
            expected,
            Node.Map.Of(("n", n), ("validation_split", share)),
            notes,
            tags
        );

    private static Case Split(
        string op,
        string name,
        Node.Map expected,
        Node.Map parameters,
        string? notes,
        string[] tags
    ) =>
        Case(
            "splits",
            op,
            name,
            expected,
            _ => Node.Map.Empty,
            parameters,
            ElementType.Int64,
            notes,
            tags
        );

    private static Node Optional(double? value) => value is { } number ? number : new Node.Null();

    private static string Format(double? value) =>
        value is { } number
            ? number
                .ToString("0.######", CultureInfo.InvariantCulture)
                .Replace('.', '_')
                .Replace("-", "minus_", StringComparison.Ordinal)
                .ToLowerInvariant()
            : "none";
}
