namespace Mlp;

/// <summary>
/// Refuses bad arguments, the same way in every backend, before anything changes. Each message says what was given, what
/// was expected and what to do. Every method throws an <see cref="ArgumentException"/> and returns nothing. It names the argument
/// that holds what is wrong; its message, the property there.
/// </summary>
public static partial class Check
{
    /// <summary>Throws unless the value is at least 1: the argument, or a property of it.</summary>
    private static void AtLeastOne(int value, string argument, string? property = null)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(
                argument,
                $"{property ?? argument} {value} was given; it must be at least 1."
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

    /// <summary>Throws when a value of the argument, or of an item of it, is NaN, naming the first.</summary>
    private static void NoNaN(Tensor tensor, string argument, string? item = null)
    {
        for (var i = 0; i < tensor.Length; i++)
        {
            if (double.IsNaN(tensor[i]))
            {
                throw new ArgumentException(
                    $"{item ?? argument} holds NaN at index {i}; replace it by a number.",
                    argument
                );
            }
        }
    }

    private static string Format(IReadOnlyList<int> shape) => Tensor.FormatShape(shape);
}
