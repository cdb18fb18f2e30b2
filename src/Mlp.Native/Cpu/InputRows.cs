using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mlp.Native;

/// <summary>Copies rows of inputs to where products read them; bytes become b / 255.</summary>
internal static unsafe class InputRows<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>Copies a row of values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(T* source, T* target, int width)
    {
        if (width > 2 * Lane<T>.Count)
        {
            Buffer.MemoryCopy(source, target, (long)width * sizeof(T), (long)width * sizeof(T));
            return;
        }

        // A call takes longer than a short row does.
        var i = 0;
        for (; i + Vector128<T>.Count <= width; i += Vector128<T>.Count)
        {
            Vector128.Store(Vector128.Load(source + i), target + i);
        }

        for (; i < width; i++)
        {
            target[i] = source[i];
        }
    }

    /// <summary>Copies a row of bytes, scaled by 1/255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(byte* source, T* target, int width)
    {
        var i = 0;
        for (; i + Lane<T>.Count <= width; i += Lane<T>.Count)
        {
            Scale(source + i).Store(target + i);
        }

        // The last lanes once more, as far back as makes them whole.
        if (i < width && width >= Lane<T>.Count)
        {
            i = width - Lane<T>.Count;
            Scale(source + i).Store(target + i);
            return;
        }

        for (; i < width; i++)
        {
            target[i] = T.CreateTruncating(source[i]) / T.CreateTruncating(255);
        }
    }

    // An integer in the lowest bits of 2^FractionBits is added to it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Scale(byte* source)
    {
        var base2 = L.Constant(FloatFormat<T, L>.Integers);
        var value = (L.FromBytes(source) | base2) - base2;

        // A quotient and the correction of its remainder are what a division gives, for every byte, in a sixth of its time.
        var part = L.Constant(1.0 / 255);
        var quotient = value * part;
        var remainder = L.MultiplyAdd(quotient, L.Constant(-255), value);
        return L.MultiplyAdd(remainder, part, quotient);
    }
}
