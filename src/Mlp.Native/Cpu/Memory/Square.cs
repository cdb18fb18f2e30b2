using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mlp.Native;

/// <summary>Matrices transposed by squares that fit registers.</summary>
internal static unsafe class Square<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows and columns.
    private static int Side
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get =>
            Avx.IsSupported && typeof(T) == typeof(float) ? Vector256<T>.Count : Vector128<T>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(T* source, nint sourceStride, T* target, nint targetStride)
    {
        if (Avx.IsSupported && typeof(T) == typeof(float))
        {
            FourColumns((float*)source, sourceStride, (float*)target, targetStride);
            FourColumns(
                (float*)source + 4,
                sourceStride,
                (float*)target + (4 * targetStride),
                targetStride
            );
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

    /// <summary>Writes the rows of a block as columns of the target, square by square, and what is left value by value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Turn(
        T* source,
        nint sourceStride,
        int rows,
        int columns,
        T* target,
        nint targetStride
    )
    {
        nint row = 0;
        for (; row + Side <= rows; row += Side)
        {
            nint column = 0;
            for (; column + Side <= columns; column += Side)
            {
                Transpose(
                    source + (row * sourceStride) + column,
                    sourceStride,
                    target + (column * targetStride) + row,
                    targetStride
                );
            }

            Rest(source, sourceStride, row, row + Side, column, columns, target, targetStride);
        }

        Rest(source, sourceStride, row, rows, 0, columns, target, targetStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rest(
        T* source,
        nint sourceStride,
        nint row,
        nint endRow,
        nint first,
        nint end,
        T* target,
        nint targetStride
    )
    {
        for (; row < endRow; row++)
        {
            for (var column = first; column < end; column++)
            {
                target[(column * targetStride) + row] = source[(row * sourceStride) + column];
            }
        }
    }

    // Rows 0 to 3 in the lower halves of registers, 4 to 7 in the upper ones: what comes out needs no more than to be stored.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourColumns(
        float* source,
        nint sourceStride,
        float* target,
        nint targetStride
    )
    {
        var below = source + (4 * sourceStride);
        var a = Vector256.Create(Vector128.Load(source), Vector128.Load(below));
        var b = Vector256.Create(
            Vector128.Load(source + sourceStride),
            Vector128.Load(below + sourceStride)
        );
        var c = Vector256.Create(
            Vector128.Load(source + (2 * sourceStride)),
            Vector128.Load(below + (2 * sourceStride))
        );
        var d = Vector256.Create(
            Vector128.Load(source + (3 * sourceStride)),
            Vector128.Load(below + (3 * sourceStride))
        );
        var (abLow, abHigh) = (Avx.UnpackLow(a, b), Avx.UnpackHigh(a, b));
        var (cdLow, cdHigh) = (Avx.UnpackLow(c, d), Avx.UnpackHigh(c, d));
        Avx.Shuffle(abLow, cdLow, 0b_01_00_01_00).Store(target);
        Avx.Shuffle(abLow, cdLow, 0b_11_10_11_10).Store(target + targetStride);
        Avx.Shuffle(abHigh, cdHigh, 0b_01_00_01_00).Store(target + (2 * targetStride));
        Avx.Shuffle(abHigh, cdHigh, 0b_11_10_11_10).Store(target + (3 * targetStride));
    }
}
