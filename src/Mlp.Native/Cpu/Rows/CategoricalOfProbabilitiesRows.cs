using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// l = -sum_j t_j ln clip(q_j), q = p / s, s = sum(p). With g_j = -t_j / q_j inside the clip and 0 outside,
/// dl/dp_i = (g_i - sum_j g_j q_j) / s. t is smoothed.
/// </summary>
internal sealed unsafe class CategoricalOfProbabilitiesRows<T, L>(int classes, double smoothing)
    : LossRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override T Row(T* x, T* label, T scale, T* gradient, T* outputs)
    {
        var s = RowSum<T, L>.Of(x, classes);
        var sum = L.Of(s);
        var (loss, mean) = (L.Constant(0), L.Constant(0));
        for (var i = 0; i < classes; i += Lane<T>.Count)
        {
            var used = Lane<T>.First<L>(classes - i);
            var q = L.Load(x + i) / sum;
            var t = Label(label, i);
            var c = Clip<T, L>.Value(q);
            loss += used & (t * Logarithm<T, L>.Of(c));
            if (gradient != null)
            {
                var g = used & Clip<T, L>.Pass(q, -t / c);
                g.Store(gradient + i);
                mean += used & (g * q);
            }
        }

        if (gradient != null)
        {
            var (all, factor) = (L.Of(L.Sum(mean)), L.Of(scale / s));
            for (var i = 0; i < classes; i += Lane<T>.Count)
            {
                var slope = (L.Load(gradient + i) - all) * factor;
                (Lane<T>.First<L>(classes - i) & slope).Store(gradient + i);
            }
        }

        return -L.Sum(loss);
    }

    private L Label(T* label, int i) =>
        Smoothing<T, L>.Of(Lane<T>.LoadFirst<L>(label + i, classes - i), smoothing, classes);
}
