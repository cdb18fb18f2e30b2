using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>Loss values under every reduction that needs no weights.</summary>
internal static class Losses
{
    public static IEnumerable<Case> Cases() =>
        [
            .. LossProblems.Ladder().SelectMany(problem => Of(problem, problem.Types)),
            .. LossProblems.Edges().SelectMany(problem => Of(problem, problem.Types)),
            .. LossProblems.Plain(17).SelectMany(problem => Of(problem, [ElementType.Float64])),
        ];

    private static IEnumerable<Case> Of(LossProblem problem, IReadOnlyList<ElementType> types) =>
        types.Select(type =>
            Case(
                "losses",
                problem.Loss,
                problem.Name,
                Wanted("none", "sum", "sum_over_batch_size"),
                problem.Inputs,
                problem.Params,
                type,
                problem.Notes,
                problem.Tags
            )
        );
}
