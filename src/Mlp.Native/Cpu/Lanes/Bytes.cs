using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Mlp.Native;

/// <summary>Loads few bytes, and none beyond them.</summary>
internal static unsafe class Bytes
{
    /// <summary>2, 4, 8 or 16 bytes; zeros in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(byte* source, int count) =>
        count switch
        {
            2 => Vector128.CreateScalar(Unsafe.ReadUnaligned<ushort>(source)).AsByte(),
            4 => Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(source)).AsByte(),
            8 => Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(source)).AsByte(),
            _ => Vector128.Load(source),
        };
}
