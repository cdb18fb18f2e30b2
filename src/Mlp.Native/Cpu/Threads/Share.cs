namespace Mlp.Native;

/// <summary>An even cut of work among workers.</summary>
internal static class Share
{
    /// <summary>One worker's part of <paramref name="total"/> things: start, and end (exclusive).</summary>
    public static (long Start, long End) Of(long total, int worker, int workers) =>
        (total * worker / workers, total * (worker + 1) / workers);
}
