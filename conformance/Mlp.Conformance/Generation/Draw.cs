namespace Mlp.Conformance.Generation;

/// <summary>
/// The numbers of one case, drawn from its id. Only integer steps, sums, products and quotients, each exact or correctly
/// rounded: the same on every machine, whatever its mathematical library.
/// </summary>
internal sealed class Draw
{
    private ulong state;

    /// <summary>Numbers for the case of that id; reals come out as <paramref name="type"/>.</summary>
    public Draw(string id, ElementType type)
    {
        Type = type;
        // FNV-1a, so that every letter of the id counts.
        state = 14695981039346656037;
        foreach (var letter in id)
        {
            state = (state ^ letter) * 1099511628211;
        }
    }

    /// <summary>What reals come out as: float32 or float64.</summary>
    public ElementType Type { get; }

    /// <summary>These values, rounded to the case's type.</summary>
    public Tensor Of(double[] values, params ReadOnlySpan<int> shape) =>
        Type == ElementType.Float64
            ? Tensor.Create(values, shape)
            : Tensor.Create(Array.ConvertAll(values, value => (float)value), shape);

    /// <summary>A vector of these values.</summary>
    public Tensor Vector(params double[] values) => Of(values, values.Length);

    /// <summary>A matrix of these values.</summary>
    public Tensor Rows(double[,] values) =>
        Of([.. values.Cast<double>()], values.GetLength(0), values.GetLength(1));

    /// <summary>Uniform in low to high.</summary>
    public Tensor Uniform(double low, double high, params ReadOnlySpan<int> shape) =>
        Of(Fill(shape, () => low + ((high - low) * Unit())), shape);

    /// <summary>Close to normal, mean 0.</summary>
    public Tensor Normal(double deviation, params ReadOnlySpan<int> shape) =>
        Of(Fill(shape, () => deviation * Normal()), shape);

    /// <summary>Whole numbers, low and high included.</summary>
    public Tensor Whole(int low, int high, params ReadOnlySpan<int> shape) =>
        Of(Fill(shape, () => Integer(low, high)), shape);

    /// <summary>Whole multiples of a power of two, either sign, at most <paramref name="most"/> times it.</summary>
    public Tensor Multiples(int most, double unit, params ReadOnlySpan<int> shape) =>
        Around(0, most, unit, shape);

    /// <summary>A center and whole multiples of a unit around it.</summary>
    public Tensor Around(double center, int most, double unit, params ReadOnlySpan<int> shape) =>
        Of(Fill(shape, () => center + unit * Integer(-most, most)), shape);

    /// <summary>Either sign, sizes spread evenly over the powers of two from 2^lowest to below 2^(highest + 1).</summary>
    public Tensor Magnitudes(int lowest, int highest, params ReadOnlySpan<int> shape) =>
        Of(
            Fill(
                shape,
                () =>
                    (Integer(0, 1) == 0 ? -1 : 1)
                    * Math.ScaleB(1 + Unit(), Integer(lowest, highest))
            ),
            shape
        );

    /// <summary>Rows of positive values that sum to 1, from even to confident.</summary>
    public Tensor Probabilities(int rows, int classes)
    {
        var values = new double[rows * classes];
        for (var row = 0; row < rows; row++)
        {
            var raw = Fill([classes], () => Unit() + 0.01);
            // A third of the rows is cubed, which makes them confident.
            raw = row % 3 == 1 ? Array.ConvertAll(raw, value => value * value * value) : raw;
            var sum = raw.Sum();
            for (var i = 0; i < classes; i++)
            {
                values[(row * classes) + i] = raw[i] / sum;
            }
        }

        return Of(values, rows, classes);
    }

    /// <summary>Class labels, int64.</summary>
    public Tensor Labels(int classes, params ReadOnlySpan<int> shape) =>
        Tensor.Create(
            Array.ConvertAll(Fill(shape, () => Integer(0, classes - 1)), value => (long)value),
            shape
        );

    /// <summary>One-hot rows of drawn classes.</summary>
    public Tensor OneHot(int rows, int classes)
    {
        var values = new double[rows * classes];
        for (var row = 0; row < rows; row++)
        {
            values[(row * classes) + Integer(0, classes - 1)] = 1;
        }

        return Of(values, rows, classes);
    }

    /// <summary>Multiples of 1/16 from 1/16 to 2, so that products of two of them are exact in float32.</summary>
    public Tensor Weights(params ReadOnlySpan<int> shape) =>
        Of(Fill(shape, () => Integer(1, 32) / 16.0), shape);

    /// <summary>A whole number, low and high included.</summary>
    public int Integer(int low, int high) => low + (int)(Next() % ((ulong)((long)high - low) + 1));

    // SplitMix64 (Steele, Lea, Flood 2014).
    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    private double Unit() => Math.ScaleB(Next() >> 11, -53);

    // The sum of 12 uniforms, less 6: deviation 1. An integer sum below 2^52, so exact.
    private double Normal()
    {
        ulong sum = 0;
        for (var i = 0; i < 12; i++)
        {
            sum += Next() >> 16;
        }

        return Math.ScaleB(sum, -48) - 6;
    }

    private static double[] Fill(ReadOnlySpan<int> shape, Func<double> next)
    {
        var length = 1;
        foreach (var size in shape)
        {
            length *= size;
        }

        var values = new double[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = next();
        }

        return values;
    }
}
