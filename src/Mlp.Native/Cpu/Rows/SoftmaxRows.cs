using System.Numerics;

namespace Mlp.Native;

/// <summary>Softmax along rows; backward dx_i = y_i (dy_i - sum_j dy_j y_j).</summary>
internal sealed unsafe class SoftmaxRows<T, L>(int units) : ActivationRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    public override bool NeedsWholeRows => true;

    public override bool InPlace => false;

    public override void Forward(T* x, T* y, nint stride, int rows, int sets)
    {
        for (var row = 0; row < rows; row++)
        {
            var sum = SoftmaxRow<T, L>.Exponentials(x, units, y, out _);
            SoftmaxRow<T, L>.Divide(y, units, sum);
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
                sum = L.MultiplyAdd(L.Load(gradient + i), L.Load(y + i), sum);
            }

            // The padding of y is 0 and leaves the sum alone.
            var mean = L.Of(L.Sum(sum));
            for (var i = 0; i < units; i += Lane<T>.Count)
            {
                (L.Load(y + i) * (L.Load(gradient + i) - mean)).Store(gradient + i);
            }

            y += stride;
            gradient += stride;
        }
    }
}
