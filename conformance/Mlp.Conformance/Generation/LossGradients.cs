using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>Derivatives of reduced losses with respect to the predictions.</summary>
internal static class LossGradients
{
    private const string Mean = "sum_over_batch_size";

    public static IEnumerable<Case> Cases() =>
        [
            // Every second rung: the values of all of them are cases of their own.
            .. LossProblems
                .Ladder()
                .Chunk(8)
                .Where((_, rung) => rung % 2 == 0)
                .SelectMany(rung => rung.SelectMany(problem => Of(problem, problem.Types))),
            .. LossProblems
                .Edges()
                .Where(problem => problem.HasGradient)
                .SelectMany(problem => Of(problem, problem.Types)),
            .. LossProblems.Plain(17).SelectMany(problem => Of(problem, [ElementType.Float64])),
            .. LossProblems
                .Plain(9)
                .SelectMany(problem => Of(problem, [ElementType.Float32], "sum")),
        ];

    private static IEnumerable<Case> Of(
        LossProblem problem,
        IReadOnlyList<ElementType> types,
        string reduction = Mean
    ) =>
        types.Select(type =>
            Case(
                "loss_gradients",
                problem.Loss,
                reduction == Mean ? problem.Name : $"{problem.Name}_{reduction}",
                Wanted("grad_y_pred"),
                problem.Inputs,
                problem.Params.With(("reduction", reduction)),
                type,
                problem.Notes,
                problem.Tags
            )
        );
}
