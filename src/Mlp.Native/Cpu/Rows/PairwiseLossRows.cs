using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>l = mean over outputs of what each costs against its label.</summary>
internal sealed unsafe class PairwiseLossRows<T, L, TFormula>(TFormula formula, int width)
    : LossRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TFormula : struct, IPairwise<T, L>
{
    private readonly T count = T.CreateTruncating(width);

    public override bool TakesColumns => width == 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override T Row(T* x, T* label, T scale, T* gradient, T* outputs)
    {
        var f = formula;
        var sum = L.Constant(0);
        var share = L.Of(scale / count);
        for (var i = 0; i < width; i += Lane<T>.Count)
        {
            var used = Lane<T>.First<L>(width - i);
            var p = L.Load(x + i);
            var t = Lane<T>.LoadFirst<L>(label + i, width - i);
            sum += used & f.Value(p, t);
            if (gradient != null)
            {
                (used & (f.Slope(p, t) * share)).Store(gradient + i);
            }
        }

        return L.Sum(sum) / count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Column(T* x, T* labels, T* scales, T* gradient, T* losses, int samples)
    {
        var f = formula;
        for (var i = 0; i < samples; i += Lane<T>.Count)
        {
            var p = L.Load(x + i);
            var t = L.Load(labels + i);
            (f.Slope(p, t) * L.Load(scales + i)).Store(gradient + i);

            // A sum of one begins at 0 too.
            (L.Constant(0) + f.Value(p, t)).Store(losses + i);
        }
    }
}
