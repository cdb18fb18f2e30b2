using System.Numerics;

namespace Mlp.Native;

/// <summary>Copies rows of inputs to where products read them; bytes become b / 255.</summary>
internal static unsafe class InputRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly T[] Scaled =
    [
        .. Enumerable.Range(0, 256).Select(b => T.CreateTruncating(b) / T.CreateTruncating(255)),
    ];

    /// <summary>Copies a row of values.</summary>
    public static void Copy(T* source, T* target, int width) =>
        Buffer.MemoryCopy(source, target, (long)width * sizeof(T), (long)width * sizeof(T));

    /// <summary>Copies a row of bytes, scaled by 1/255.</summary>
    public static void Copy(byte* source, T* target, int width)
    {
        fixed (T* scaled = Scaled)
        {
            for (var i = 0; i < width; i++)
            {
                target[i] = scaled[source[i]];
            }
        }
    }
}
