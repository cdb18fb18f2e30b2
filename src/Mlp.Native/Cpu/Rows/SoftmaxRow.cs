using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>p_i = e^(x_i - m) / s, m = max x, s = sum_j e^(x_j - m), and ln p_i = x_i - m - ln s.</summary>
internal static unsafe class SoftmaxRow<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>Writes e^(x_i - m), with zeros in the padding, and gives m and s.</summary>
    /// <param name="x">A padded row.</param>
    /// <param name="n">Values in it.</param>
    /// <param name="exponentials">Where to; may be x.</param>
    /// <param name="max">m.</param>
    /// <returns>s.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Exponentials(T* x, int n, T* exponentials, out T max)
    {
        max = Max(x, n);
        var top = L.Of(max);
        var sum = L.Constant(0);
        for (var i = 0; i < n; i += Lane<T>.Count)
        {
            var e = Lane<T>.First<L>(n - i) & Exponential<T, L>.Of(L.Load(x + i) - top);
            e.Store(exponentials + i);
            sum += e;
        }

        return L.Sum(sum);
    }

    /// <summary>Divides the exponentials by their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide(T* exponentials, int n, T sum)
    {
        var divisor = L.Of(sum);
        for (var i = 0; i < n; i += Lane<T>.Count)
        {
            (L.Load(exponentials + i) / divisor).Store(exponentials + i);
        }
    }

    /// <summary>ln s.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Log(T value) => L.Max(Logarithm<T, L>.Of(L.Of(value)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Max(T* x, int n)
    {
        var lowest = L.Constant(double.NegativeInfinity);
        var max = lowest;
        for (var i = 0; i < n; i += Lane<T>.Count)
        {
            var values = L.Select(Lane<T>.First<L>(n - i), L.Load(x + i), lowest);
            max = L.Select(L.Less(max, values), values, max);
        }

        return L.Max(max);
    }
}
