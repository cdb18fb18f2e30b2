namespace Mlp.Conformance;

/// <summary>
/// The outputs that a case asks for, by name: those that it expects. A case that expects a refusal asks for what its operation
/// gives as a rule, so that the question does not tell the answer.
/// </summary>
internal static class OutputNames
{
    /// <summary>Names of the outputs, in order.</summary>
    public static IReadOnlyList<string> Of(Case value) =>
        value.Outputs
        ?? (
            value.ExpectsRefusal || value.Expected.Entries.Count == 0
                ? Usual(value)
                : [.. value.Expected.Keys]
        );

    private static string[] Usual(Case value) =>
        value.Family switch
        {
            "activations" => ["y", "grad_x"],
            "dense" => ["y", "grad_x", "grad_kernel", "grad_bias"],
            "predict" => ["predict"],
            "onehot_argmax" => [value.Op == "argmax" ? "argmax" : "onehot"],
            "scaler" => ["transformed", "inverse_of_transformed"],
            "splits" => ["n_train", value.Op == "validation_split" ? "n_val" : "n_test"],
            "optimizers" => ["weights_after_step"],
            "lr_schedules" => ["learning_rate"],
            "metrics" => [value.Op == "compile_evaluate" ? "evaluate" : "result"],
            "history" when value.Op == "running_mean" => ["running_mean"],
            "history" or "fit" => ["history", "final_weights"],
            "fit_real" => ["history"],
            "onnx" => [value.Op == "SoftmaxCrossEntropyLoss" ? "z" : "y"],
            _ => ["sum_over_batch_size", "grad_y_pred"],
        };
}
