using Mlp.Losses;

namespace Mlp.Native;

/// <summary>A softmax or sigmoid output followed by its own cross-entropy is computed from the logits.</summary>
internal static class FromLogits
{
    /// <summary>Whether the loss takes the logits in place of the outputs that it is told of.</summary>
    public static bool Fuses(Activation activation, Loss loss) =>
        (activation, loss)
            is
                (Activation.Softmax, CategoricalCrossentropy { FromLogits: false })
                or
                (Activation.Softmax, SparseCategoricalCrossentropy { FromLogits: false })
                or
                (Activation.Sigmoid, BinaryCrossentropy { FromLogits: false });
}
