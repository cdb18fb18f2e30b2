using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// l = -ln clip(q_y), q = p / s, s = sum(p). Inside the clip dl/dp_j = (1 - [j = y] / q_y) / s; outside 0.
/// </summary>
internal sealed unsafe class SparseOfProbabilitiesRows<T, L>(int classes, int? ignored)
    : SparseLossRows<T>(classes, ignored)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override T Row(T* x, int label, T scale, T* gradient, T* outputs)
    {
        var sum = RowSum<T, L>.Of(x, Classes);
        var q = L.Of(x[label] / sum);
        if (gradient != null)
        {
            var others = Clip<T, L>.Pass(q, L.Of(scale / sum));
            for (var i = 0; i < Classes; i += Lane<T>.Count)
            {
                (Lane<T>.First<L>(Classes - i) & others).Store(gradient + i);
            }

            var own = L.Of(scale / sum) * ((q - L.Constant(1)) / q);
            gradient[label] = L.Max(Clip<T, L>.Pass(q, own));
        }

        return -L.Max(Logarithm<T, L>.Of(Clip<T, L>.Value(q)));
    }
}
