using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mlp.Native;

/// <summary>A matrix as wide as a register of 128 bits, transposed in registers.</summary>
internal static unsafe class Square<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows and columns.</summary>
    public static int Side
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    /// <summary>Writes the rows of the source as columns of the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(T* source, nint sourceStride, T* target, nint targetStride)
    {
        if (Sse2.IsSupported && typeof(T) == typeof(float))
        {
            var a = Vector128.Load(source).AsSingle();
            var b = Vector128.Load(source + sourceStride).AsSingle();
            var c = Vector128.Load(source + (2 * sourceStride)).AsSingle();
            var d = Vector128.Load(source + (3 * sourceStride)).AsSingle();
            var (abLow, abHigh) = (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
            var (cdLow, cdHigh) = (Sse.UnpackLow(c, d), Sse.UnpackHigh(c, d));
            Sse.MoveLowToHigh(abLow, cdLow).As<float, T>().Store(target);
            Sse.MoveHighToLow(cdLow, abLow).As<float, T>().Store(target + targetStride);
            Sse.MoveLowToHigh(abHigh, cdHigh).As<float, T>().Store(target + (2 * targetStride));
            Sse.MoveHighToLow(cdHigh, abHigh).As<float, T>().Store(target + (3 * targetStride));
        }
        else if (Sse2.IsSupported && typeof(T) == typeof(double))
        {
            var a = Vector128.Load(source).AsDouble();
            var b = Vector128.Load(source + sourceStride).AsDouble();
            Sse2.UnpackLow(a, b).As<double, T>().Store(target);
            Sse2.UnpackHigh(a, b).As<double, T>().Store(target + targetStride);
        }
        else
        {
            for (nint row = 0; row < Side; row++)
            {
                for (nint column = 0; column < Side; column++)
                {
                    target[(column * targetStride) + row] = source[(row * sourceStride) + column];
                }
            }
        }
    }
}
