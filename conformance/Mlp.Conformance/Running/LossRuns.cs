namespace Mlp.Conformance;

/// <summary>
/// Losses, their gradients and weighted losses. An output is named by its reduction; <c>grad_y_pred</c> is the gradient under
/// the reduction of the params, <c>grad_REDUCTION</c> that under another.
/// </summary>
internal static class LossRuns
{
    private const string Gradient = "grad_";

    public static Node.Map Run(CaseRun run)
    {
        var loss = SpecReader.Loss(run.Case.Op, run.Params);
        var (labels, predictions) = (run.Input("y_true"), run.Floating("y_pred"));
        var weights = RowWeights(run, labels);
        return run.Outputs(name =>
            name == "grad_y_pred" ? run.Operations.LossGradient(loss, labels, predictions, weights)
            : name.StartsWith(Gradient, StringComparison.Ordinal)
                ? run.Operations.LossGradient(
                    loss with
                    {
                        Reduction = SpecReader.Reduction(name[Gradient.Length..]),
                    },
                    labels,
                    predictions,
                    weights
                )
            : run.Operations.Loss(
                loss with
                {
                    Reduction = SpecReader.Reduction(name),
                },
                labels,
                predictions,
                weights
            )
        );
    }

    // With class weights, sample_weight holds the product that is to come of them; the backend makes its own.
    private static Tensor? RowWeights(CaseRun run, Tensor labels) =>
        run.Inputs.TryGet("class_weight", out var byClass)
            ? run.Operations.RowWeights(
                labels,
                SpecReader.ClassWeight(byClass.AsMap()),
                run.OptionalInput("user_sample_weight"),
                run.Precision
            )
            : run.OptionalInput("sample_weight");
}
