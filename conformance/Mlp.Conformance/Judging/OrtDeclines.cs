namespace Mlp.Conformance;

/// <summary>What a backend that only predicts by ONNX Runtime declines.</summary>
public static class OrtDeclines
{
    private const string Name = "ort";

    /// <summary>The rules.</summary>
    public static IReadOnlyList<Decline> All { get; } =
    [
        new(
            DeclineKind.Unsupported,
            "ONNX Runtime predicts; it does not train, and has no single operations here."
        )
        {
            Backend = Name,
            Where = IsNoPrediction,
        },
        new(DeclineKind.Unsupported, "An activation that ONNX Runtime has in float32 alone.")
        {
            Backend = Name,
            Family = "predict",
            Where = value =>
                value.DType == ElementType.Float64
                && !value.ExpectsRefusal
                && SpecReader
                    .Model(value.Params)
                    .Dense.Any(layer => IsSingleOnly(layer.Activation)),
        },
    ];

    // Operators that ONNX Runtime 1.31 has for float32 alone on its CPU provider: no erf, no exp(x) - 1, and constants of float32.
    private static bool IsSingleOnly(Activation activation) =>
        activation
            is Activation.Elu
                or Activation.Gelu
                or Activation.LeakyRelu
                or Activation.Selu
                or Activation.Softplus;

    // What every model refuses it refuses too, before it says that it does not train.
    private static bool IsNoPrediction(Case value) =>
        value.Family switch
        {
            "predict" => false,
            "fit" or "fit_real" => !value.ExpectsRefusal,
            "history" => value.Op == "running_mean" || !value.ExpectsRefusal,
            // These are refused by the description already.
            "lr_schedules" => !value.ExpectsRefusal,
            _ => true,
        };
}
