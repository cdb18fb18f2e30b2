using System.Numerics;

namespace Mlp.Native;

/// <summary>Log-softmax along rows; backward dx_i = dy_i - e^y_i sum_j dy_j.</summary>
internal sealed unsafe class LogSoftmaxRows<T, L>(int units) : ActivationRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public override bool NeedsWholeRows => true;

    public override bool InPlace => false;

    public override void Forward(T* x, T* y, nint stride, int rows, int sets)
    {
        for (var row = 0; row < rows; row++)
        {
            var sum = SoftmaxRow<T, L>.Exponentials(x, units, y, out var max);
            var (top, log) = (L.Of(max), L.Of(SoftmaxRow<T, L>.Log(sum)));
            for (var i = 0; i < units; i += Lane<T>.Count)
            {
                var value = L.Load(x + i) - top - log;
                (Lane<T>.First<L>(units - i) & value).Store(y + i);
            }

            x += stride;
            y += stride;
        }
    }

    public override void Backward(T* x, T* y, T* gradient, nint stride, int rows, int sets)
    {
        for (var row = 0; row < rows; row++)
        {
            var sum = L.Constant(0);
            for (var i = 0; i < units; i += Lane<T>.Count)
            {
                sum += Lane<T>.First<L>(units - i) & L.Load(gradient + i);
            }

            var total = L.Of(L.Sum(sum));
            for (var i = 0; i < units; i += Lane<T>.Count)
            {
                var change = L.MultiplyAdd(
                    -Exponential<T, L>.Of(L.Load(y + i)),
                    total,
                    L.Load(gradient + i)
                );
                (Lane<T>.First<L>(units - i) & change).Store(gradient + i);
            }

            y += stride;
            gradient += stride;
        }
    }
}
