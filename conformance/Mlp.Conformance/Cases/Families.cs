namespace Mlp.Conformance;

/// <summary>The families of cases. Each name is also that of its fixture file, its test category and its option.</summary>
public static class Families
{
    /// <summary>All families, in the order of reports.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "losses",
        "loss_gradients",
        "weighted_losses",
        "refusals",
        "activations",
        "dense",
        "onehot_argmax",
        "optimizers",
        "lr_schedules",
        "metrics",
        "history",
        "predict",
        "scaler",
        "splits",
        "fit",
        "fit_real",
        "onnx",
    ];
}
