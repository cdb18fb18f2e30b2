using System.Numerics;

namespace Mlp.Data;

/// <summary>
/// Random numbers that are the same on every machine and in every version: xoshiro256**, its state filled by SplitMix64
/// from a seed and a stream. Only integer operations, and float operations that IEEE 754 rounds one way, are used.
/// Source: Blackman and Vigna 2021, https://prng.di.unimi.it.
/// </summary>
public sealed class SeededRandom
{
    private ulong a;
    private ulong b;
    private ulong c;
    private ulong d;

    /// <summary>A generator at its beginning.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Numbers that tell independent generators of the same seed apart: the purpose, an epoch.</param>
    public SeededRandom(int seed, params ReadOnlySpan<int> stream)
    {
        var state = (ulong)(uint)seed;
        foreach (var part in stream)
        {
            state = SplitMix64(ref state) + (uint)part;
        }

        a = SplitMix64(ref state);
        b = SplitMix64(ref state);
        c = SplitMix64(ref state);
        d = SplitMix64(ref state);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1): a multiple of 2^-53.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 .. bound - 1, every value equally likely. Source: Lemire 2019.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (ulong)bound;
        // The first 2^64 mod range products are left out, so that the rest spreads evenly.
        var unfair = (0 - range) % range;
        ulong high,
            low;
        do
        {
            high = Math.BigMul(NextBits(), range, out low);
        } while (low < unfair);
        return (int)high;
    }

    /// <summary>
    /// Standard normal, cut to -2 .. 2: x uniform in it, kept with probability exp(-x^2/2).
    /// </summary>
    public double NextTruncatedNormal()
    {
        while (true)
        {
            var x = 4 * NextDouble() - 2;
            if (NextDouble() * Exp(x * x / 2) < 1)
            {
                return x;
            }
        }
    }

    /// <summary>Puts the values into a random order, every order equally likely. Source: Fisher and Yates; Durstenfeld 1964.</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (var i = values.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    // exp(t) for t in 0 .. 2, by its series: Math.Exp may differ in the last bit from machine to machine.
    private static double Exp(double t)
    {
        var sum = 1.0;
        for (var k = 24; k > 0; k--)
        {
            sum = 1 + sum * t / k;
        }

        return sum;
    }

    private static ulong SplitMix64(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
