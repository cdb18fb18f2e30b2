using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Mlp.Native;

/// <summary>Which way the values of A lie one after another: what is known to be 1 needs no register and no multiplication.</summary>
internal unsafe interface IWalk
{
    /// <summary>Values from one row to the next.</summary>
    static abstract nint Row(nint given);

    /// <summary>Values from one k to the next.</summary>
    static abstract nint Depth(nint given);

    /// <summary>Called before four k, with the value of the first: asks for values of later ones.</summary>
    static abstract void Fetch<T>(T* a, nint depth)
        where T : unmanaged;
}

/// <summary>k runs along the values of a row.</summary>
internal readonly unsafe struct Along : IWalk
{
    public static nint Row(nint given) => given;

    public static nint Depth(nint given) => 1;

    public static void Fetch<T>(T* a, nint depth)
        where T : unmanaged { }
}

/// <summary>k runs across the rows: A is the transpose of what lies in memory.</summary>
internal readonly unsafe struct Across : IWalk
{
    public static nint Row(nint given) => 1;

    public static nint Depth(nint given) => given;

    public static void Fetch<T>(T* a, nint depth)
        where T : unmanaged { }
}

/// <summary>Likewise, where A is more than the second cache holds, and each k mostly in another page, where no prefetcher follows.</summary>
internal readonly unsafe struct FarAcross : IWalk
{
    // About 400 cycles of the tile, which the third cache may take.
    private const int Ahead = 32;

    public static nint Row(nint given) => 1;

    public static nint Depth(nint given) => given;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch<T>(T* a, nint depth)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(a + (Ahead * depth));
            Sse.Prefetch0(a + ((Ahead + 1) * depth));
            Sse.Prefetch0(a + ((Ahead + 2) * depth));
            Sse.Prefetch0(a + ((Ahead + 3) * depth));
        }
    }
}
