namespace Mlp.Conformance;

/// <summary>What a type rounds to, and how strict a bound is: the failing one, or the warning.</summary>
/// <param name="Precision">The type that is computed in.</param>
/// <param name="Warns">The warning is asked for.</param>
internal readonly record struct Rounding(Precision Precision, bool Warns)
{
    /// <summary>u, the unit roundoff: 2^-24 or 2^-53.</summary>
    public double U => Precision == Precision.Float32 ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);

    /// <summary>eta, the smallest normal number: below it digits are lost, whatever is done.</summary>
    public double Eta =>
        Precision == Precision.Float32 ? Math.ScaleB(1, -126) : Math.ScaleB(1, -1022);

    /// <summary>The failing bound, or the warning that goes with it.</summary>
    public double Or(double fail, double warn) => Warns ? Math.Min(warn, fail) : fail;

    /// <summary>The failing bound, or half of it.</summary>
    public double Half(double fail) => Warns ? fail / 2 : fail;

    /// <summary>The distance from |value| to the next larger number of the type.</summary>
    public double Ulp(double value) =>
        !double.IsFinite(value) ? 0
        : Precision == Precision.Float64 ? Math.BitIncrement(Math.Abs(value)) - Math.Abs(value)
        : Math.BitIncrement(Math.Abs((float)value)) - (double)Math.Abs((float)value);

    /// <summary>What is lost when the value is brought into the type.</summary>
    public double Conversion(double value) =>
        Precision == Precision.Float64 || !double.IsFinite(value)
            ? 0
            : Math.Abs(value - (float)value);
}

/// <summary>Makes bounds of arrays.</summary>
internal static class Bounds
{
    /// <summary>No deviation at all; NaN and infinities in the same places.</summary>
    public static Bound Exact { get; } = new("exact", Tensor.Scalar(0.0), null);

    /// <summary>The bound of one output: the failing one and the warning by the same formula.</summary>
    public static Bound Of(string policy, Precision precision, Func<Rounding, double[]> formula) =>
        new(
            policy,
            Tidy(formula(new(precision, Warns: false))),
            Tidy(formula(new(precision, Warns: true)))
        );

    /// <summary>The bound of one value.</summary>
    public static Bound Of(string policy, Precision precision, Func<Rounding, double> formula) =>
        Of(policy, precision, rounding => [formula(rounding)]);

    /// <summary>The bound that is the same failing one for all elements, and the warning half of it.</summary>
    public static Bound Half(string policy, double fail) =>
        new(policy, Tidy([fail]), Tidy([fail / 2]));

    /// <summary>
    /// Rounded up to 8 significant bits, so that the last digit of a machine's own exp or log changes no fixture; a bound that
    /// is no number (its value is none either) is 0; one value where all are the same.
    /// </summary>
    public static Tensor<double> Tidy(double[] values)
    {
        var tidy = Array.ConvertAll(values, RoundUp);
        return tidy.Length > 0 && Array.TrueForAll(tidy, value => value == tidy[0])
            ? Tensor.Scalar(tidy[0])
            : Tensor.Vector(tidy);
    }

    private static double RoundUp(double value)
    {
        const long Dropped = (1L << 45) - 1;
        if (!double.IsFinite(value))
        {
            return 0;
        }

        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        return BitConverter.Int64BitsToDouble((bits + Dropped) & ~Dropped);
    }
}
