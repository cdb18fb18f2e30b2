using CsCheck;

namespace Mlp.Properties.Tests;

/// <summary>
/// Holds a property on drawn inputs: the same ones in every run, so that a build that was green stays so. One on which it fails is
/// made smaller, and the seed of the smallest is printed; <c>CsCheck_Seed=SEED dotnet test</c> runs just that one.
/// </summary>
internal static class Property
{
    private const int Draws = 60;
    private const int Shrinks = 2_000;

    /// <summary>Holds <paramref name="test"/>, which throws where the property does not hold.</summary>
    public static void Holds<T>(Gen<T> inputs, Action<T> test)
    {
        if (Environment.GetEnvironmentVariable("CsCheck_Seed") is { Length: > 0 } given)
        {
            inputs.Sample(test, seed: given, iter: 1, threads: 1);
            return;
        }

        for (ulong draw = 0; draw < Draws; draw++)
        {
            var seed = new PCG(1, draw).ToString();
            try
            {
                inputs.Sample(test, seed: seed, iter: 1, threads: 1);
            }
            catch (CsCheckException)
            {
                // Again with this one first, then others: whatever is smaller and fails too takes its place.
                inputs.Sample(test, seed: seed, iter: Shrinks, threads: 1);
                throw;
            }
        }
    }

    /// <summary>Throws unless every value is within its bound.</summary>
    public static void Close(string what, Tensor actual, Tensor expected, Func<int, double> bound)
    {
        if (!actual.Shape.SequenceEqual(expected.Shape))
        {
            throw new BrokenPropertyException($"{what}: {actual} against {expected}.");
        }

        for (var i = 0; i < actual.Length; i++)
        {
            // Not >, which NaN would pass.
            if (!(Math.Abs(actual[i] - expected[i]) <= bound(i)))
            {
                throw new BrokenPropertyException(
                    $"{what}, index {i}: {actual[i]:R} against {expected[i]:R}, further apart than {bound(i):R}."
                );
            }
        }
    }

    /// <summary>Throws unless the two are equal.</summary>
    public static void Same(string what, Tensor actual, Tensor expected) =>
        Close(what, actual, expected, _ => 0);
}
