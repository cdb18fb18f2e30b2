using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>l = ln s - (x_y - m), m = max x, s = sum e^(x - m); dl/dx_j = p_j - [j = y], p = softmax(x).</summary>
internal sealed unsafe class SparseOfLogitsRows<T, L>(int classes, int? ignored)
    : SparseLossRows<T>(classes, ignored)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public override bool GivesOutputs => true;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override T Row(T* x, int label, T scale, T* gradient, T* outputs)
    {
        var sum = SoftmaxRow<T, L>.Exponentials(x, Classes, outputs, out var max);
        var loss = SoftmaxRow<T, L>.Log(sum) - (x[label] - max);
        SoftmaxRow<T, L>.Divide(outputs, Classes, sum);
        if (gradient != null)
        {
            var own = outputs[label] - T.One;
            var factor = L.Of(scale);
            for (var i = 0; i < Classes; i += Lane<T>.Count)
            {
                (L.Load(outputs + i) * factor).Store(gradient + i);
            }

            gradient[label] = own * scale;
        }

        return loss;
    }
}
