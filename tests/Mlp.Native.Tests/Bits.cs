namespace Mlp.Native.Tests;

/// <summary>Holds values to each other bit by bit.</summary>
internal static class Bits
{
    public static void AreEqual(Tensor actual, Tensor expected, string what = "")
    {
        Assert.That(actual.ToString(), Is.EqualTo(expected.ToString()), what);
        Assert.That(Of(actual), Is.EqualTo(Of(expected)), what);
    }

    public static void AreEqual(Weights actual, Weights expected, string what = "")
    {
        Assert.That(actual, Has.Count.EqualTo(expected.Count), what);
        for (var i = 0; i < actual.Count; i++)
        {
            AreEqual(actual[i], expected[i], $"{what} variable {i}");
        }
    }

    // Widening keeps every bit but the payload of NaN.
    private static long[] Of(Tensor tensor) =>
        Array.ConvertAll(tensor.ToFloat64().Values.ToArray(), BitConverter.DoubleToInt64Bits);
}
