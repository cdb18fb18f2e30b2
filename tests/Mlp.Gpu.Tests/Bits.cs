namespace Mlp.Gpu.Tests;

/// <summary>Holds values to each other bit by bit.</summary>
internal static class Bits
{
    public static void AreEqual(Tensor actual, Tensor expected, string what = "")
    {
        Assert.That(actual.ToString(), Is.EqualTo(expected.ToString()), what);
        Assert.That(Of(actual), Is.EqualTo(Of(expected)), what);
    }

    public static void AreEqual(Tensor[] actual, Tensor[] expected, string what = "")
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length), what);
        for (var i = 0; i < actual.Length; i++)
        {
            AreEqual(actual[i], expected[i], $"{what} [{i}]");
        }
    }

    // Widening keeps every bit; one NaN is as good as another.
    private static long[] Of(Tensor tensor) =>
        Array.ConvertAll(
            tensor.ToFloat64().Values.ToArray(),
            value => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value)
        );
}
