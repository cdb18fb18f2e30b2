using System.Numerics;

namespace Mlp.Native;

/// <summary>A loss against the number of a class; samples of the ignored class cost 0.</summary>
internal abstract unsafe class SparseLossRows<T>(int classes, int? ignored) : LossRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool ignores = ignored is not null;
    private readonly T ignoredLabel = T.CreateTruncating(ignored ?? 0);

    /// <summary>Number of classes.</summary>
    protected int Classes { get; } = classes;

    public sealed override bool MayIgnore => ignores;

    public sealed override bool Ignores(T* label) => ignores && *label == ignoredLabel;

    public sealed override T Row(T* x, T* label, T scale, T* gradient, T* outputs)
    {
        if (!Ignores(label))
        {
            return Row(x, int.CreateTruncating(*label), scale, gradient, outputs);
        }

        if (gradient != null)
        {
            new Span<T>(gradient, Lane<T>.Padded(Classes)).Clear();
        }

        // Metrics still look at the outputs.
        if (GivesOutputs && outputs != gradient)
        {
            Row(x, 0, T.Zero, null, outputs);
        }

        return T.Zero;
    }

    /// <summary>The loss of a sample that counts.</summary>
    protected abstract T Row(T* x, int label, T scale, T* gradient, T* outputs);
}
