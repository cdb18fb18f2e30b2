using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// l = sum_j t_j (ln s - (x_j - m)), m = max x, s = sum e^(x - m); dl/dx_j = p_j sum(t) - t_j, p = softmax(x). t is smoothed.
/// </summary>
internal sealed unsafe class CategoricalOfLogitsRows<T, L>(int classes, double smoothing)
    : LossRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public override bool GivesOutputs => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override T Row(T* x, T* label, T scale, T* gradient, T* outputs)
    {
        var sum = SoftmaxRow<T, L>.Exponentials(x, classes, outputs, out var max);
        SoftmaxRow<T, L>.Divide(outputs, classes, sum);
        var (top, log) = (L.Of(max), L.Of(SoftmaxRow<T, L>.Log(sum)));
        var (loss, weight) = (L.Constant(0), L.Constant(0));
        for (var i = 0; i < classes; i += Lane<T>.Count)
        {
            var used = Lane<T>.First<L>(classes - i);
            var t = Label(label, i);
            loss += used & (t * (log - (L.Load(x + i) - top)));
            weight += t;
        }

        if (gradient != null)
        {
            var (all, factor) = (L.Of(L.Sum(weight)), L.Of(scale));
            for (var i = 0; i < classes; i += Lane<T>.Count)
            {
                var slope = L.MultiplyAdd(L.Load(outputs + i), all, -Label(label, i));
                (slope * factor).Store(gradient + i);
            }
        }

        return L.Sum(loss);
    }

    private L Label(T* label, int i) =>
        Lane<T>.First<L>(classes - i)
        & Smoothing<T, L>.Of(Lane<T>.LoadFirst<L>(label + i, classes - i), smoothing, classes);
}
