using System.Numerics;

namespace Mlp.Native.Tests;

/// <summary>Sums over doubles in whole numbers of 2^-Bits: exact, so that "the nearest double" can be asked for.</summary>
internal sealed class ExactMoments
{
    // The smallest double is one.
    private const int Bits = 1074;
    private readonly BigInteger weight;
    private readonly BigInteger sum;
    private readonly BigInteger squares;

    public ExactMoments(IEnumerable<(double X, double Weight)> values)
    {
        foreach (var (x, w) in values)
        {
            weight += Whole(w);
            sum += Whole(w) * Whole(x);
            squares += Whole(w) * Whole(x) * Whole(x);
        }
    }

    /// <summary>Whether no double lies nearer to sum(w*x) / sum(w).</summary>
    public bool IsMean(double value) => IsNearest(value, c => weight * c - sum);

    /// <summary>Whether no double lies nearer to sum(w*x^2) / sum(w) - mean^2.</summary>
    public bool IsVariance(double value) =>
        IsNearest(value, c => ((weight * weight * c) << Bits) - (weight * squares - sum * sum));

    private static bool IsNearest(double value, Func<BigInteger, BigInteger> error)
    {
        BigInteger Of(double candidate) => BigInteger.Abs(error(Whole(candidate)));
        return Of(value) <= Of(Math.BitIncrement(value))
            && Of(value) <= Of(Math.BitDecrement(value));
    }

    private static BigInteger Whole(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(Math.Abs(value));
        var exponent = (int)(bits >> 52);
        var mantissa = (bits & ((1UL << 52) - 1)) | (exponent == 0 ? 0 : 1UL << 52);
        var whole = (BigInteger)mantissa << Math.Max(0, exponent - 1);
        return value < 0 ? -whole : whole;
    }
}
