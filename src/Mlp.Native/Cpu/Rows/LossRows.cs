using System.Numerics;
using Mlp.Losses;

namespace Mlp.Native;

/// <summary>A loss of one sample at a time, with its gradient in the same pass.</summary>
internal abstract unsafe class LossRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Whether <see cref="Row"/> leaves softmax(x) in its outputs.</summary>
    public virtual bool GivesOutputs => false;

    /// <summary>Whether there are samples that <see cref="Ignores"/> takes out.</summary>
    public virtual bool MayIgnore => false;

    /// <summary>Whether <see cref="Column"/> does what <see cref="Row"/> does, of one output a sample.</summary>
    public virtual bool TakesColumns => false;

    /// <summary>Whether a sample of this label neither costs nor counts.</summary>
    public virtual bool Ignores(T* label) => false;

    /// <summary>The loss of one sample.</summary>
    /// <param name="x">Its predictions or logits, a padded row.</param>
    /// <param name="label">Its labels, not padded.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <param name="gradient">Where the gradient in x goes, padded with zeros; null for nowhere. Not x.</param>
    /// <param name="outputs">Where softmax(x) goes, if <see cref="GivesOutputs"/>; may be the gradient's place.</param>
    public abstract T Row(T* x, T* label, T scale, T* gradient, T* outputs);

    /// <summary>The losses of samples of one output each, a set of lanes at a time; all arrays end in whole sets.</summary>
    /// <param name="x">Predictions or logits.</param>
    /// <param name="labels">Labels.</param>
    /// <param name="scales">What each gradient is multiplied by.</param>
    /// <param name="gradient">Where the gradients in x go.</param>
    /// <param name="losses">Where the losses go.</param>
    /// <param name="samples">How many.</param>
    public virtual void Column(T* x, T* labels, T* scales, T* gradient, T* losses, int samples) =>
        throw new NotSupportedException("This loss takes rows only.");

    /// <summary>The rows of a loss over <paramref name="outputs"/> values a sample.</summary>
    /// <param name="loss">Which loss.</param>
    /// <param name="outputs">Values a sample.</param>
    /// <param name="fromLogits">Take x as logits, whatever the loss says of its predictions.</param>
    public static LossRows<T> Create<L>(Loss loss, int outputs, bool fromLogits = false)
        where L : unmanaged, ILanes<L, T> =>
        loss switch
        {
            MeanSquaredError => new PairwiseLossRows<T, L, SquaredError<T, L>>(default, outputs),
            MeanAbsoluteError => new PairwiseLossRows<T, L, AbsoluteError<T, L>>(default, outputs),
            BinaryCrossentropy binary when binary.FromLogits || fromLogits => new PairwiseLossRows<
                T,
                L,
                BinaryOfLogits<T, L>
            >(new(binary.LabelSmoothing), outputs),
            BinaryCrossentropy binary => new PairwiseLossRows<T, L, BinaryOfProbabilities<T, L>>(
                new(binary.LabelSmoothing),
                outputs
            ),
            CategoricalCrossentropy categorical when categorical.FromLogits || fromLogits =>
                new CategoricalOfLogitsRows<T, L>(outputs, categorical.LabelSmoothing),
            CategoricalCrossentropy categorical => new CategoricalOfProbabilitiesRows<T, L>(
                outputs,
                categorical.LabelSmoothing
            ),
            SparseCategoricalCrossentropy sparse when sparse.FromLogits || fromLogits =>
                new SparseOfLogitsRows<T, L>(outputs, sparse.IgnoreClass),
            SparseCategoricalCrossentropy sparse => new SparseOfProbabilitiesRows<T, L>(
                outputs,
                sparse.IgnoreClass
            ),
            _ => throw new NotSupportedException(
                $"Loss '{loss.Name}' is not supported by the native backend."
            ),
        };
}
