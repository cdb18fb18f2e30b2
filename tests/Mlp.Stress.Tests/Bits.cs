namespace Mlp.Stress.Tests;

/// <summary>Results as bits, to compare by.</summary>
internal static class Bits
{
    /// <summary>Of weights.</summary>
    public static long[] Of(Weights weights) => [.. weights.SelectMany(Of)];

    /// <summary>Of values.</summary>
    public static long[] Of(Tensor values) =>
        Array.ConvertAll(values.ToFloat64().Values.ToArray(), BitConverter.DoubleToInt64Bits);

    /// <summary>Of figures.</summary>
    public static long[] Of(Logs logs) => [.. logs.Values.Select(BitConverter.DoubleToInt64Bits)];
}
