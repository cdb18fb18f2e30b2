using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// The products of <see cref="LayerLoop{T, L}"/> with the inputs of a layer, without the terms whose input is 0. What is left
/// out adds 0 wherever weights and gradients are finite, so the bits are those of the whole products, but for the sign of
/// a 0. Three panels at a time: nine sums are enough to keep the units busy, and what all rows pass over (36 kB of W, 18 kB
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
                var w1 = w + panel;
                var w2 = w1 + panel;
                s0.Accumulate(value, w);
                s1.Accumulate(value, w + Lane<T>.Count);
                s2.Accumulate(value, w + (2 * Lane<T>.Count));
                s3.Accumulate(value, w1);
                s4.Accumulate(value, w1 + Lane<T>.Count);
                s5.Accumulate(value, w1 + (2 * Lane<T>.Count));
                s6.Accumulate(value, w2);
                s7.Accumulate(value, w2 + Lane<T>.Count);
                s8.Accumulate(value, w2 + (2 * Lane<T>.Count));
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

    /// <summary>
    /// The gradient in W, given to the tail, in <see cref="Sets"/> sets of columns. Two inputs at a time, which share what they
    /// load, without the rows where both are 0: neighbours in an image mostly are or are not together.
    /// </summary>
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
        var next = panels.Stride(set);
        for (nint input = 0; input < layer.Inputs; input += 2)
        {
            // Behind the last input of a row there is padding.
            var values = x + input;
            var bits = nonZeros.Input((int)input) | nonZeros.Input((int)input + 1);
            var (l0, l1, l2) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (l3, l4, l5) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (l6, l7, l8) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (r0, r1, r2) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (r3, r4, r5) = (L.Constant(0), L.Constant(0), L.Constant(0));
            var (r6, r7, r8) = (L.Constant(0), L.Constant(0), L.Constant(0));
            for (; bits != 0; bits &= bits - 1)
            {
                var row = (nint)BitOperations.TrailingZeroCount(bits);
                var place = values + (row * stride);
                var left = L.Of(place[0]);
                var right = L.Of(place[1]);
                var slope = slopes + (row * slopeStride);
                var b = L.Load(slope);
                l0.Accumulate(left, b);
                r0.Accumulate(right, b);
                b = L.Load(slope + Lane<T>.Count);
                l1.Accumulate(left, b);
                r1.Accumulate(right, b);
                b = L.Load(slope + (2 * Lane<T>.Count));
                l2.Accumulate(left, b);
                r2.Accumulate(right, b);
                b = L.Load(slope + (3 * Lane<T>.Count));
                l3.Accumulate(left, b);
                r3.Accumulate(right, b);
                b = L.Load(slope + (4 * Lane<T>.Count));
                l4.Accumulate(left, b);
                r4.Accumulate(right, b);
                b = L.Load(slope + (5 * Lane<T>.Count));
                l5.Accumulate(left, b);
                r5.Accumulate(right, b);
                b = L.Load(slope + (6 * Lane<T>.Count));
                l6.Accumulate(left, b);
                r6.Accumulate(right, b);
                b = L.Load(slope + (7 * Lane<T>.Count));
                l7.Accumulate(left, b);
                r7.Accumulate(right, b);
                b = L.Load(slope + (8 * Lane<T>.Count));
                l8.Accumulate(left, b);
                r8.Accumulate(right, b);
            }

            var c = target + (input * next);
            Finish(c, panel, column, finish, l0, l1, l2, l3, l4, l5, l6, l7, l8);
            if (input + 1 < layer.Inputs)
            {
                Finish(c + next, panel, column, finish, r0, r1, r2, r3, r4, r5, r6, r7, r8);
            }
        }
    }

    // Stores what the tail makes of the sums of one input.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TTail>(
        T* target,
        nint panel,
        nint column,
        TTail tail,
        L s0,
        L s1,
        L s2,
        L s3,
        L s4,
        L s5,
        L s6,
        L s7,
        L s8
    )
        where TTail : struct, ITail<T, L>
    {
        tail.Finish(s0, target, column).Store(target);
        tail.Finish(s1, target + Lane<T>.Count, column + Lane<T>.Count)
            .Store(target + Lane<T>.Count);
        tail.Finish(s2, target + (2 * Lane<T>.Count), column + (2 * Lane<T>.Count))
            .Store(target + (2 * Lane<T>.Count));
        target += panel;
        tail.Finish(s3, target, column + (3 * Lane<T>.Count)).Store(target);
        tail.Finish(s4, target + Lane<T>.Count, column + (4 * Lane<T>.Count))
            .Store(target + Lane<T>.Count);
        tail.Finish(s5, target + (2 * Lane<T>.Count), column + (5 * Lane<T>.Count))
            .Store(target + (2 * Lane<T>.Count));
        target += panel;
        tail.Finish(s6, target, column + (6 * Lane<T>.Count)).Store(target);
        tail.Finish(s7, target + Lane<T>.Count, column + (7 * Lane<T>.Count))
            .Store(target + Lane<T>.Count);
        tail.Finish(s8, target + (2 * Lane<T>.Count), column + (8 * Lane<T>.Count))
            .Store(target + (2 * Lane<T>.Count));
    }
}
