namespace Mlp.Native.Tests;

/// <summary>Slopes of functions that are only known by their values.</summary>
internal static class CentralDifference
{
    /// <summary>(f(x + h) - f(x - h)) / 2h in one value of x.</summary>
    public static double At(Func<Tensor, double> f, Tensor x, int index)
    {
        const double Step = 1e-5;
        return (f(Moved(Step)) - f(Moved(-Step))) / (2 * Step);

        Tensor Moved(double by)
        {
            var values = x.ToFloat64().Values.ToArray();
            values[index] += by;
            return Tensor.Create(values, [.. x.Shape]);
        }
    }
}
