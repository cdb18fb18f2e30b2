using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>An activation of each value by itself.</summary>
internal sealed unsafe class ElementwiseRows<T, L, TFormula>(TFormula formula) : ActivationRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TFormula : struct, IElementwise<T, L>
{
    public override bool NeedsWholeRows => false;

    public override bool InPlace => TFormula.SlopeFromValue;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Forward(T* x, T* y, nint stride, int rows, int sets)
    {
        var f = formula;
        for (var row = 0; row < rows; row++)
        {
            for (nint i = 0; i < (nint)sets * Lane<T>.Count; i += Lane<T>.Count)
            {
                f.Value(L.Load(x + i)).Store(y + i);
            }

            x += stride;
            y += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Backward(T* x, T* y, T* gradient, nint stride, int rows, int sets)
    {
        var f = formula;
        for (var row = 0; row < rows; row++)
        {
            for (nint i = 0; i < (nint)sets * Lane<T>.Count; i += Lane<T>.Count)
            {
                (L.Load(gradient + i) * f.Slope(L.Load(x + i))).Store(gradient + i);
            }

            x += stride;
            gradient += stride;
        }
    }
}
