using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// One worker's part of the first layer in training by plain SGD, without the terms whose input is 0. They are left out while
/// a bound on the weights, taken anew in every run and raised in every step by the most that step can move them, says that
/// these are finite, and while a bound on the gradients says so of them: then 0 times any of them is 0. Else all terms are summed.
/// </summary>
/// <param name="layer">The layer, with an activation of each value by itself.</param>
internal sealed unsafe class Skipper<T, L>(Layer<T> layer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    // Sums of numbers up to this are far from infinity, whatever their order.
    private static readonly double Safe = typeof(T) == typeof(float) ? 1e30 : 1e200;

    private readonly NonZeros<T, L> nonZeros = new(layer.Inputs);
    private int worker;
    private int workers;
    private int first;
    private int sets;
    private double bound;

    private bool Finite => bound <= Safe;

    /// <summary>Begins a run of steps as one of so many workers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Begin(int number, int of)
    {
        (worker, workers) = (number, of);
        var own = ProductLoop.OwnSets(layer.Sets, workers);
        first = worker * own;
        sets = own / SkipLoop<T, L>.Sets * SkipLoop<T, L>.Sets;
        var largest = default(Largest<T, L>);
        var weights = Panels<T>.Cut(layer.Kernel, layer.Inputs, layer.Sets);
        for (var set = first; set < first + sets; set++)
        {
            for (var row = 0; row < layer.Inputs; row++)
            {
                largest.Take(L.Load(weights.At(row, set)));
            }
        }

        bound = largest.Value;
    }

    /// <summary>Looks at the inputs of a batch.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="stride">Values from one row of them to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="known">What no input is larger than, where that is known.</param>
    public void Read(T* x, nint stride, int rows, double? known) =>
        nonZeros.Read(x, stride, rows, known);

    /// <summary>As <see cref="LayerLoop{T, L}.Forward"/>.</summary>
    public void Forward(T* x, nint stride, int rows)
    {
        var skipped = Finite ? sets : 0;
        for (var set = first; set < first + skipped; set += SkipLoop<T, L>.Sets)
        {
            SkipLoop<T, L>.Forward(layer, x, stride, rows, nonZeros, set);
        }

        LayerLoop<T, L>.Forward(layer, x, stride, 0, rows, worker, workers, skipped);
    }

    /// <summary>As <see cref="LayerLoop{T, L}.Gradients"/>, moving the weights.</summary>
    public void Gradients(T* x, nint stride, int rows, double rate)
    {
        var tail = new SgdTail<T, L>(new(rate));

        // However small the rate: once a gradient may be infinite, so may be the weight that it moves.
        var gradient = rows * nonZeros.Largest * LargestSlope(rows);
        var rise = gradient <= Safe ? Math.Abs(rate) * gradient : double.NaN;

        // False for NaN too.
        var skipped = Finite && rise <= Safe ? sets : 0;
        for (var set = first; set < first + skipped; set += SkipLoop<T, L>.Sets)
        {
            SkipLoop<T, L>.Gradients(layer, x, stride, nonZeros, layer.Kernel, tail, set);
        }

        LayerLoop<T, L>.Gradients(
            layer,
            x,
            stride,
            rows,
            layer.Kernel,
            layer.Bias,
            tail,
            worker,
            workers,
            skipped
        );

        // A little more, for what is rounded.
        bound += 1.01 * rise;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double LargestSlope(int rows)
    {
        var largest = default(Largest<T, L>);
        for (var row = 0; row < rows; row++)
        {
            var slopes = layer.Delta + (row * (nint)layer.Stride);
            for (var set = first; set < first + sets; set++)
            {
                largest.Take(L.Load(slopes + ((nint)set * Lane<T>.Count)));
            }
        }

        return largest.Value;
    }
}
