namespace Mlp.Native;

/// <summary>Which way the values of A lie one after another: what is known to be 1 needs no register and no multiplication.</summary>
internal interface IWalk
{
    /// <summary>Values from one row to the next.</summary>
    static abstract nint Row(nint given);

    /// <summary>Values from one k to the next.</summary>
    static abstract nint Depth(nint given);
}

/// <summary>k runs along the values of a row.</summary>
internal readonly struct Along : IWalk
{
    public static nint Row(nint given) => given;

    public static nint Depth(nint given) => 1;
}

/// <summary>k runs across the rows: A is the transpose of what lies in memory.</summary>
internal readonly struct Across : IWalk
{
    public static nint Row(nint given) => 1;

    public static nint Depth(nint given) => given;
}
