namespace Mlp.TorchSharp;

/// <summary>
/// Arithmetic of tensors with numbers that a garbage collection cannot upset. TorchSharp wraps each number in a
/// <see cref="Scalar"/> that nothing keeps alive while native code reads it, in its operators with numbers and hidden in
/// a + b, a.add_(b) and a.square(): freed meanwhile, it crashes or gives a wrong number. Here each Scalar is held until
/// the call is back, and a test sees to it that nothing else in this project makes one.
/// </summary>
internal static class Arithmetic
{
    private static readonly Scalar One = 1;

    /// <summary>x + y.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, torch.Tensor y) => x.add(y, One);

    /// <summary>x + y.</summary>
    public static torch.Tensor Plus(this torch.Tensor x, double y) =>
        Held(y, number => x.add(number, One));

    /// <summary>x += y.</summary>
    public static void Increase(this torch.Tensor x, torch.Tensor y) => x.add_(y, One);

    /// <summary>x - y.</summary>
    public static torch.Tensor Minus(this torch.Tensor x, double y) => Held(y, x.sub);

    /// <summary>1 - x.</summary>
    public static torch.Tensor OneMinus(this torch.Tensor x) => x.neg().add(One, One);

    /// <summary>x * y.</summary>
    public static torch.Tensor Times(this torch.Tensor x, double y) => Held(y, x.mul);

    /// <summary>x / y.</summary>
    public static torch.Tensor DividedBy(this torch.Tensor x, double y) =>
        Held(y, number => x.div(number));

    /// <summary>x * x.</summary>
    public static torch.Tensor Squared(this torch.Tensor x) => x.mul(x);

    /// <summary>x^y.</summary>
    public static torch.Tensor Power(this torch.Tensor x, double y) => Held(y, x.pow);

    /// <summary>max(x, low).</summary>
    public static torch.Tensor AtLeast(this torch.Tensor x, double low) => Held(low, x.clamp_min);

    /// <summary>min(x, high).</summary>
    public static torch.Tensor AtMost(this torch.Tensor x, double high) => Held(high, x.clamp_max);

    /// <summary>min(max(x, low), high).</summary>
    public static torch.Tensor Clamped(this torch.Tensor x, double low, double high)
    {
        using Scalar from = low,
            to = high;
        return x.clamp(from, to);
    }

    /// <summary>The same for integers, which stay integers.</summary>
    public static torch.Tensor Clamped(this torch.Tensor x, long low, long high)
    {
        using Scalar from = low,
            to = high;
        return x.clamp(from, to);
    }

    /// <summary>x where positive, else x * slope.</summary>
    public static torch.Tensor LeakyRelu(this torch.Tensor x, double slope) =>
        Held(slope, x.leaky_relu);

    /// <summary>x where positive, else alpha * (exp(x) - 1).</summary>
    public static torch.Tensor Elu(this torch.Tensor x, double alpha) =>
        Held(alpha, number => x.elu(number, One, One));

    /// <summary>The value throughout, in the shape, type and place of x.</summary>
    public static torch.Tensor Filled(this torch.Tensor x, double value) =>
        Held(value, number => torch.full_like(x, number));

    private static torch.Tensor Held(Scalar number, Func<Scalar, torch.Tensor> use)
    {
        using (number)
        {
            return use(number);
        }
    }
}
