namespace Mlp.Conformance.UnitTests.Truth;

/// <summary>Derivatives by differences, to hold closed forms to.</summary>
internal static class Slopes
{
    /// <summary>
    /// df/dx_i at x for every i: (8 (f(x+h) - f(x-h)) - (f(x+2h) - f(x-2h))) / 12h, central differences with one step of
    /// Richardson's extrapolation. With h = 2^-10 the method is wrong by h^4 of the fifth derivative, about 1e-12.
    /// </summary>
    public static double[] Of(Func<Tensor, double> f, Tensor<double> x)
    {
        const double H = 1.0 / 1024;
        var slopes = new double[x.Length];
        for (var i = 0; i < slopes.Length; i++)
        {
            double At(double shift)
            {
                var moved = x.Values.ToArray();
                moved[i] += shift;
                return f(Tensor.Create(moved, [.. x.Shape]));
            }

            slopes[i] = (8 * (At(H) - At(-H)) - (At(2 * H) - At(-2 * H))) / (12 * H);
        }

        return slopes;
    }

    /// <summary>Random values in a range, away from 0 by at least 0.01, where some functions have a kink.</summary>
    public static Tensor<double> RandomTensor(int seed, double from, double to, params int[] shape)
    {
        var random = new Random(seed);
        var values = new double[shape.Aggregate(1, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
        {
            do
            {
                values[i] = from + (to - from) * random.NextDouble();
            } while (Math.Abs(values[i]) < 0.01);
        }

        return Tensor.Create(values, shape);
    }

    public static double Dot(Tensor a, Tensor b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    public static double[] Values(this Tensor tensor) => [.. tensor.ToFloat64().Values];
}
