using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>Some inputs by some sets of rows of the gradient in the inputs of a layer, the sums in registers: W is read as it lies.</summary>
internal static unsafe class InputTile<T, L, TSets>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TSets : unmanaged, ISets<TSets, T, L>
{
    /// <summary>As many inputs as there are rows of sums.</summary>
    /// <param name="w">W, in panels.</param>
    /// <param name="input">The first input.</param>
    /// <param name="units">Units of the layer: the values summed.</param>
    /// <param name="slopes">The gradient in z <c>[units, rows]</c>.</param>
    /// <param name="target">Where the sums go <c>[inputs, rows]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TSums>(Panels<T> w, int input, int units, T* slopes, T* target)
        where TSums : struct, ISums<TSums, T, L>
    {
        var stride = (nint)TSets.Count * Lane<T>.Count;
        var sums = TSums.Zero();
        for (var set = 0; set < w.Sets; set = w.End(set))
        {
            var a = w.At(input, set);
            var rows = new Rows8(w.Stride(set));
            var k = Math.Min(units, w.End(set) * Lane<T>.Count) - (set * Lane<T>.Count);
            for (; k >= 4; k -= 4)
            {
                sums.Add(a, rows, slopes);
                sums.Add(a + 1, rows, slopes + stride);
                sums.Add(a + 2, rows, slopes + (2 * stride));
                sums.Add(a + 3, rows, slopes + (3 * stride));
                a += 4;
                slopes += 4 * stride;
            }

            for (; k > 0; k--)
            {
                sums.Add(a, rows, slopes);
                a++;
                slopes += stride;
            }
        }

        sums.Finish(target, stride, 0, default(KeepTail<T, L>));
    }

    /// <summary>As above, 1 input.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void One(Panels<T> w, int input, int units, T* slopes, T* target)
    {
        var stride = (nint)TSets.Count * Lane<T>.Count;
        var sums = default(TSets);
        for (var set = 0; set < w.Sets; set = w.End(set))
        {
            var a = w.At(input, set);
            var k = Math.Min(units, w.End(set) * Lane<T>.Count) - (set * Lane<T>.Count);
            for (; k > 0; k--)
            {
                sums.Accumulate(L.OfAt(a), TSets.Load(slopes));
                a++;
                slopes += stride;
            }
        }

        sums.Finish(target, 0, default(KeepTail<T, L>));
    }
}
