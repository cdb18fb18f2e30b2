using Mlp.Losses;

namespace Mlp.Gpu;

/// <summary>A loss as kernels take it: a number of <c>losses/pairwise.c</c>, and its parameters.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Smoothing">s of label smoothing, 0 for none.</param>
/// <param name="Classes">What s is shared by.</param>
/// <param name="Ignored">The label of rows that cost nothing; null for none.</param>
internal readonly record struct LossCode(
    LossKind Kind,
    double Smoothing = 0,
    int Classes = 1,
    int? Ignored = null
)
{
    /// <summary>No loss: rows have outputs and metrics alone.</summary>
    public static LossCode None => new(LossKind.None);

    /// <summary>The code of a loss over that many outputs.</summary>
    /// <param name="loss">Which loss.</param>
    /// <param name="outputs">Values a sample.</param>
    /// <param name="fromLogits">Take logits, whatever the loss says of its predictions.</param>
    public static LossCode Of(Loss loss, int outputs, bool fromLogits = false) =>
        loss switch
        {
            MeanSquaredError => new(LossKind.SquaredError),
            MeanAbsoluteError => new(LossKind.AbsoluteError),
            BinaryCrossentropy binary => new(
                binary.FromLogits || fromLogits
                    ? LossKind.BinaryOfLogits
                    : LossKind.BinaryOfProbabilities,
                binary.LabelSmoothing,
                2
            ),
            CategoricalCrossentropy categorical => new(
                categorical.FromLogits || fromLogits
                    ? LossKind.CategoricalOfLogits
                    : LossKind.CategoricalOfProbabilities,
                categorical.LabelSmoothing,
                outputs
            ),
            SparseCategoricalCrossentropy sparse => new(
                sparse.FromLogits || fromLogits
                    ? LossKind.SparseOfLogits
                    : LossKind.SparseOfProbabilities,
                Ignored: sparse.IgnoreClass
            ),
            _ => throw new NotSupportedException(
                $"Loss '{loss.Name}' is not supported by the GPU backend."
            ),
        };
}

/// <summary>Numbers as in <c>losses/pairwise.c</c>.</summary>
internal enum LossKind
{
    None,
    SquaredError,
    AbsoluteError,
    BinaryOfLogits,
    BinaryOfProbabilities,
    CategoricalOfLogits,
    CategoricalOfProbabilities,
    SparseOfLogits,
    SparseOfProbabilities,
}
