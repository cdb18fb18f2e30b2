namespace Mlp.Conformance;

/// <summary>Makes tensors from what files hold, and says what is wrong with it.</summary>
internal static class TensorValues
{
    private static readonly Dictionary<string, ElementType> Types = Enum.GetValues<ElementType>()
        .ToDictionary(Name, StringComparer.Ordinal);

    /// <summary>The name of a type in files: <c>float32</c>.</summary>
    public static string Name(ElementType type) => type.ToString().ToLowerInvariant();

    /// <summary>The type that files call so; <c>bool</c> are bytes of 0 and 1.</summary>
    /// <exception cref="InvalidCaseException">There is none.</exception>
    public static ElementType Type(string name) =>
        name == "bool" ? ElementType.UInt8
        : Types.TryGetValue(name, out var type) ? type
        : throw new InvalidCaseException(
            $"dtype '{name}' is unknown; known: {string.Join(", ", Types.Keys)}, bool."
        );

    /// <summary>A tensor of the values, each of which its type must be able to hold; floats are rounded to nearest.</summary>
    /// <exception cref="InvalidCaseException">Shape and count disagree, or a value does not fit the type.</exception>
    public static Tensor Create(
        ElementType type,
        ReadOnlySpan<int> shape,
        ReadOnlySpan<double> values
    )
    {
        CheckShape(shape, values.Length);
        return type switch
        {
            ElementType.Float32 => Tensor.Create(Convert(values, Single), shape),
            ElementType.Float64 => Tensor.Create(values.ToArray(), shape),
            ElementType.Int64 => Tensor.Create(
                Convert(
                    values,
                    value => (long)Whole(value, -Math.ScaleB(1, 53), Math.ScaleB(1, 53))
                ),
                shape
            ),
            ElementType.Int32 => Tensor.Create(
                Convert(values, value => (int)Whole(value, int.MinValue, int.MaxValue)),
                shape
            ),
            ElementType.UInt8 => Tensor.Create(
                Convert(values, value => (byte)Whole(value, 0, byte.MaxValue)),
                shape
            ),
            _ => throw new InvalidCaseException($"dtype {type} is unknown."),
        };
    }

    /// <summary>Refuses a shape that does not hold that many values.</summary>
    /// <exception cref="InvalidCaseException">It does not.</exception>
    public static void CheckShape(ReadOnlySpan<int> shape, int count)
    {
        var product = Int128.One;
        foreach (var size in shape)
        {
            // Saturates far above any count: hostile sizes must not wrap around to a small product.
            product = size < 0 ? -1 : Int128.Min(product * size, long.MaxValue);
            if (product <= 0)
            {
                break;
            }
        }

        if (product != count)
        {
            throw new InvalidCaseException(
                $"Shape {Tensor.FormatShape(shape)} disagrees with data of {count} values."
            );
        }
    }

    private static T[] Convert<T>(ReadOnlySpan<double> values, Func<double, T> convert)
    {
        var result = new T[values.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = convert(values[i]);
        }

        return result;
    }

    private static float Single(double value) =>
        (float)value is var single && (float.IsFinite(single) || !double.IsFinite(value))
            ? single
            : throw new InvalidCaseException($"Value {value:R} is too large for float32.");

    private static double Whole(double value, double low, double high) =>
        value == Math.Truncate(value) && value >= low && value <= high
            ? value
            : throw new InvalidCaseException(
                $"Value {value:R} is no whole number of {low:R} to {high:R}."
            );
}
