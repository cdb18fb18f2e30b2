using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// The products of <see cref="LayerLoop{T, L}"/> with the inputs of a layer, without the terms whose input is 0. What is left
/// out adds 0 wherever weights and gradients are finite, so the bits are those of the whole products, but for the sign of
/// a 0. Three panels at a time: nine sums are enough to keep the units busy, and what all rows pass over (27 kB of W, 18 kB
/// of the gradient in z of 32 rows) stays near.
/// </summary>
internal static unsafe class SkipLoop<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>Sets of lanes that are done at a time.</summary>
    public const int Sets = 3 * Panels<T>.Width;

    /// <summary>z = x W + b and y = f(z) in <see cref="Sets"/> sets of columns.</summary>
    /// <param name="layer">The layer, with an activation of each value by itself.</param>
    /// <param name="x">Its inputs.</param>
    /// <param name="stride">Values from one row of them to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="nonZeros">Which inputs are not 0.</param>
    /// <param name="set">The first set, where a panel begins.</param>
    public static void Forward(
        Layer<T> layer,
        T* x,
        nint stride,
        int rows,
        NonZeros<T, L> nonZeros,
        int set
    )
    {
        var column = (nint)set * Lane<T>.Count;
        var z = layer.Z + column;
        var weights = Panels<T>.Cut(layer.Kernel, layer.Inputs, layer.Sets);
        for (var first = 0; first < layer.Inputs; first += NonZeros<T, L>.WordInputs)
        {
            AddTerms(
                x + first,
                stride,
                rows,
                nonZeros,
                first / NonZeros<T, L>.WordInputs,
                weights.At(first, set),
                (nint)layer.Inputs * weights.Stride(set),
                z,
                layer.Stride
            );
        }

        for (var row = 0; row < rows; row++)
        {
            for (nint i = 0; i < Sets * Lane<T>.Count; i += Lane<T>.Count)
            {
                var sums = z + (row * (nint)layer.Stride) + i;
                (L.Load(sums) + L.Load(layer.Bias + column + i)).Store(sums);
            }
        }

        layer.Activation.Forward(z, layer.Y + column, layer.Stride, rows, Sets);
    }

    // The terms of one word of inputs, for all rows; the first word begins the sums.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTerms(
        T* x,
        nint stride,
        int rows,
        NonZeros<T, L> nonZeros,
        int word,
        T* weights,
        nint panel,
        T* z,
        nint zStride
    )
    {
        for (var row = 0; row < rows; row++)
        {
            var bits = nonZeros.Row(row, word);
            if (bits == 0 && word > 0)
            {
                continue;
            }

            var sums = z + (row * zStride);
            var values = x + (row * stride);
            var (s0, s1, s2) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s3, s4, s5) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s6, s7, s8) = (L.Constant(0), L.Constant(0), L.Constant(0));
            if (word > 0)
            {
                s0 = L.Load(sums);
                s1 = L.Load(sums + Lane<T>.Count);
                s2 = L.Load(sums + (2 * Lane<T>.Count));
                s3 = L.Load(sums + (3 * Lane<T>.Count));
                s4 = L.Load(sums + (4 * Lane<T>.Count));
                s5 = L.Load(sums + (5 * Lane<T>.Count));
                s6 = L.Load(sums + (6 * Lane<T>.Count));
                s7 = L.Load(sums + (7 * Lane<T>.Count));
                s8 = L.Load(sums + (8 * Lane<T>.Count));
            }

            for (; bits != 0; bits &= bits - 1)
            {
                var input = (nint)BitOperations.TrailingZeroCount(bits);
                var value = L.Of(values[input]);
                var w = weights + (input * Panels<T>.Width * Lane<T>.Count);
                s0.Accumulate(value, L.Load(w));
                s1.Accumulate(value, L.Load(w + Lane<T>.Count));
                s2.Accumulate(value, L.Load(w + (2 * Lane<T>.Count)));
                s3.Accumulate(value, L.Load(w + panel));
                s4.Accumulate(value, L.Load(w + panel + Lane<T>.Count));
                s5.Accumulate(value, L.Load(w + panel + (2 * Lane<T>.Count)));
                s6.Accumulate(value, L.Load(w + (2 * panel)));
                s7.Accumulate(value, L.Load(w + (2 * panel) + Lane<T>.Count));
                s8.Accumulate(value, L.Load(w + (2 * panel) + (2 * Lane<T>.Count)));
            }

            s0.Store(sums);
            s1.Store(sums + Lane<T>.Count);
            s2.Store(sums + (2 * Lane<T>.Count));
            s3.Store(sums + (3 * Lane<T>.Count));
            s4.Store(sums + (4 * Lane<T>.Count));
            s5.Store(sums + (5 * Lane<T>.Count));
            s6.Store(sums + (6 * Lane<T>.Count));
            s7.Store(sums + (7 * Lane<T>.Count));
            s8.Store(sums + (8 * Lane<T>.Count));
        }
    }

    /// <summary>The gradient in W, given to the tail, in <see cref="Sets"/> sets of columns.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Its inputs.</param>
    /// <param name="stride">Values from one row of them to the next.</param>
    /// <param name="nonZeros">Which inputs are not 0.</param>
    /// <param name="kernel">What the tail stores to, in panels.</param>
    /// <param name="tail">What becomes of the gradient.</param>
    /// <param name="set">The first set, where a panel begins.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradients<TTail>(
        Layer<T> layer,
        T* x,
        nint stride,
        NonZeros<T, L> nonZeros,
        T* kernel,
        TTail tail,
        int set
    )
        where TTail : struct, ITail<T, L>
    {
        var finish = tail;
        var column = (nint)set * Lane<T>.Count;
        var slopes = layer.Delta + column;
        var slopeStride = (nint)layer.Stride;
        var panels = Panels<T>.Cut(kernel, layer.Inputs, layer.Sets);
        var target = panels.At(0, set);
        var panel = (nint)layer.Inputs * panels.Stride(set);
        for (nint input = 0; input < layer.Inputs; input++)
        {
            var values = x + input;
            var (s0, s1, s2) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s3, s4, s5) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (s6, s7, s8) = (L.Constant(0), L.Constant(0), L.Constant(0));
            for (var bits = nonZeros.Input((int)input); bits != 0; bits &= bits - 1)
            {
                var row = (nint)BitOperations.TrailingZeroCount(bits);
                var value = L.Of(values[row * stride]);
                var slope = slopes + (row * slopeStride);
                s0.Accumulate(value, L.Load(slope));
                s1.Accumulate(value, L.Load(slope + Lane<T>.Count));
                s2.Accumulate(value, L.Load(slope + (2 * Lane<T>.Count)));
                s3.Accumulate(value, L.Load(slope + (3 * Lane<T>.Count)));
                s4.Accumulate(value, L.Load(slope + (4 * Lane<T>.Count)));
                s5.Accumulate(value, L.Load(slope + (5 * Lane<T>.Count)));
                s6.Accumulate(value, L.Load(slope + (6 * Lane<T>.Count)));
                s7.Accumulate(value, L.Load(slope + (7 * Lane<T>.Count)));
                s8.Accumulate(value, L.Load(slope + (8 * Lane<T>.Count)));
            }

            var c = target + (input * Panels<T>.Width * Lane<T>.Count);
            finish.Finish(s0, c, column).Store(c);
            finish.Finish(s1, c + Lane<T>.Count, column + Lane<T>.Count).Store(c + Lane<T>.Count);
            finish
                .Finish(s2, c + (2 * Lane<T>.Count), column + (2 * Lane<T>.Count))
                .Store(c + (2 * Lane<T>.Count));
            c += panel;
            finish.Finish(s3, c, column + (3 * Lane<T>.Count)).Store(c);
            finish
                .Finish(s4, c + Lane<T>.Count, column + (4 * Lane<T>.Count))
                .Store(c + Lane<T>.Count);
            finish
                .Finish(s5, c + (2 * Lane<T>.Count), column + (5 * Lane<T>.Count))
                .Store(c + (2 * Lane<T>.Count));
            c += panel;
            finish.Finish(s6, c, column + (6 * Lane<T>.Count)).Store(c);
            finish
                .Finish(s7, c + Lane<T>.Count, column + (7 * Lane<T>.Count))
                .Store(c + Lane<T>.Count);
            finish
                .Finish(s8, c + (2 * Lane<T>.Count), column + (8 * Lane<T>.Count))
                .Store(c + (2 * Lane<T>.Count));
        }
    }
}
