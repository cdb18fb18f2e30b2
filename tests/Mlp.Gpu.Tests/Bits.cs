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

    /// <summary>Each value no further than that from what it should be, where bits need not be the same.</summary>
    public static void AreWithin(double tolerance, Tensor[] actual, Tensor[] expected)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        for (var i = 0; i < actual.Length; i++)
        {
            Assert.That(
                actual[i].ToFloat64().Values.ToArray(),
                Is.EqualTo(expected[i].ToFloat64().Values.ToArray()).Within(tolerance),
                $"[{i}]"
            );
        }
    }

    // Widening keeps every bit; one NaN is as good as another.
    private static long[] Of(Tensor tensor) =>
        Array.ConvertAll(
            tensor.ToFloat64().Values.ToArray(),
            value => BitConverter.DoubleToInt64Bits(double.IsNaN(value) ? double.NaN : value)
        );
}
