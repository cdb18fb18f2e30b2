namespace Benchmarks;

/// <summary>Counts as they are read.</summary>
internal static class Count
{
    /// <summary>A number of things: <c>1 thread</c>, <c>2 threads</c>.</summary>
    public static string Of(int number, string thing) =>
        $"{number} {thing}{(number == 1 ? "" : "s")}";
}
