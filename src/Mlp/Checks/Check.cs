namespace Mlp;

/// <summary>
/// Refuses bad arguments, the same way in every backend, before anything changes. Each message says what was given, what
/// was expected and what to do. Every method throws an <see cref="ArgumentException"/> and returns nothing.
/// </summary>
public static partial class Check
{
    /// <summary>Throws unless the value is at least 1.</summary>
    private static void AtLeastOne(int value, string argument)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(
                argument,
                $"{argument} {value} was given; it must be at least 1."
            );
        }
    }

    /// <summary>Throws unless the tensor holds float32 or float64.</summary>
    private static void Floating(Tensor tensor, string argument)
    {
        if (tensor.Type is not (ElementType.Float32 or ElementType.Float64))
        {
            throw new ArgumentException(
                $"{argument} is {tensor}; it must be float32 or float64.",
                argument
            );
        }
    }

    /// <summary>Throws when a value is NaN, naming the first.</summary>
    private static void NoNaN(Tensor tensor, string argument)
    {
        for (var i = 0; i < tensor.Length; i++)
        {
            if (double.IsNaN(tensor[i]))
            {
                throw new ArgumentException(
                    $"{argument} holds NaN at index {i}; replace it by a number.",
                    argument
                );
            }
        }
    }

    private static string Format(IReadOnlyList<int> shape) => Tensor.FormatShape(shape);
}
