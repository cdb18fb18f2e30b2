using Mlp;

namespace Benchmarks;

/// <summary>Seeded rows, for trials and for what the real data does not decide.</summary>
internal static class Drawn
{
    /// <summary>Bytes, half of them 0 as in Fashion-MNIST, and classes.</summary>
    public static Samples Images(int rows, int pixels, int classes)
    {
        var random = new Random(1);
        var x = new byte[rows * pixels];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (byte)(random.Next(2) * random.Next(1, 256));
        }

        return new(Tensor.Create(x, rows, pixels), Labels(random, rows, classes));
    }

    /// <summary>Values of mean 0 and deviation 1, and targets around 2.</summary>
    public static Samples Rows(int rows, int columns)
    {
        var random = new Random(1);
        return new(
            Tensor.Create(Values(random, rows * columns), rows, columns),
            Tensor.Create(Array.ConvertAll(Values(random, rows), value => value + 2), rows, 1)
        );
    }

    /// <summary>Values of mean 0 and deviation 1, and classes.</summary>
    public static Samples Classified(int rows, int columns, int classes)
    {
        var random = new Random(1);
        return new(
            Tensor.Create(Values(random, rows * columns), rows, columns),
            Labels(random, rows, classes)
        );
    }

    private static long[] Labels(Random random, int rows, int classes)
    {
        var labels = new long[rows];
        for (var i = 0; i < rows; i++)
        {
            labels[i] = random.Next(classes);
        }

        return labels;
    }

    // Evenly spread over sqrt(3) to either side.
    private static float[] Values(Random random, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)(Math.Sqrt(3) * ((2 * random.NextDouble()) - 1));
        }

        return values;
    }
}
