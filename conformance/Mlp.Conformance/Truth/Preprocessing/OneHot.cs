namespace Mlp.Conformance.Truth;

/// <summary>Labels as rows of 0 and one 1, as keras.utils.to_categorical: float64, a last axis of 1 dropped, labels truncated.</summary>
internal static class OneHot
{
    /// <summary>Labels of any shape; max + 1 columns when <paramref name="classes"/> is null or 0. A negative label counts from the last column.</summary>
    /// <exception cref="ArgumentException">A label lies outside the columns, there are none, or no array holds the rows.</exception>
    public static Tensor<double> Of(Tensor labels, int? classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (classes < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classes),
                $"{classes} classes were asked for; give 1 or more, or none to take the largest label."
            );
        }

        var whole = new double[labels.Length];
        for (var i = 0; i < whole.Length; i++)
        {
            whole[i] = Math.Truncate(labels[i]);
        }

        if (classes is null or 0 && whole.Length == 0)
        {
            throw new ArgumentException(
                $"Labels are {labels}; without any, the number of classes must be given.",
                nameof(labels)
            );
        }

        var columns = classes is null or 0 ? whole.Max() + 1 : classes.Value;
        for (var i = 0; i < whole.Length; i++)
        {
            if (!(whole[i] >= -columns && whole[i] < columns))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    $"Label {labels[i]} at index {i} was given; with {columns} classes labels lie in 0 to {columns - 1}."
                );
            }
        }

        Check.OneHot(labels, (long)columns);
        var result = new double[whole.Length * (int)columns];
        for (var i = 0; i < whole.Length; i++)
        {
            var column = whole[i] < 0 ? whole[i] + columns : whole[i];
            result[i * (int)columns + (int)column] = 1;
        }

        var kept = labels.Rank > 1 && labels.Shape[^1] == 1 ? labels.Rank - 1 : labels.Rank;
        return Tensor.Create(result, [.. labels.Shape.Take(kept), (int)columns]);
    }
}
