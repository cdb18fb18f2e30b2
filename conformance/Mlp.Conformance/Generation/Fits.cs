using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>Whole trainings of tiny nets, at most 40 steps, rows as given.</summary>
internal static partial class Fits
{
    private static readonly (int, double)[] ThreeClasses = [(0, 0.5), (1, 2), (2, 1.25)];

    public static IEnumerable<Case> Cases() =>
        [
            .. Problems().Select(problem => problem.Case("fit", "fit")),
            .. Ladder()
                .Select(problem =>
                    problem.Case("fit", "fit", Wanted("history", "predict", "final_weights"))
                ),
            // History and predictions follow from weights that have more digits: only these are exact.
            .. Whole().Select(problem => problem.Case("fit", "fit", Wanted("final_weights"))),
            .. Refused(),
        ];

    private static IEnumerable<FitProblem> Problems() =>
        [
            .. Losses(),
            .. Losses()
                .Select(problem =>
                    problem with
                    {
                        Name = $"{problem.Name}_adam",
                        Optimizer = Adam,
                        Rows = 9,
                    }
                ),
            .. Losses().Select(problem => problem with { Type = ElementType.Float64 }),
            .. HiddenActivations(),
            .. Optimizers(),
            .. Weightings(),
            .. Validations(),
            .. Shapes(),
        ];
}
