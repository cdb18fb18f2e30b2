namespace Mlp.Native;

/// <summary>How well predicted classes match the true ones.</summary>
public static class Scores
{
    // The square of more is no length of an array.
    private const int MostClasses = short.MaxValue;

    /// <summary>The share of rows whose predicted class is the true one. Source: scikit-learn's accuracy_score.</summary>
    /// <param name="labels">True classes, <c>[n]</c> or <c>[n, 1]</c>.</param>
    /// <param name="predicted">Predicted classes, as many: what <see cref="PredictingClasses.PredictClasses(IModel, Tensor, int, CancellationToken)"/> gives.</param>
    /// <param name="sampleWeight">Weight of each row, <c>[n]</c>: the share is then of their sum. Null for none.</param>
    /// <exception cref="ArgumentException">There are no rows, counts differ, or weights sum to 0 or are NaN.</exception>
    public static double Accuracy(Tensor labels, Tensor predicted, Tensor? sampleWeight = null)
    {
        SameRows(labels, predicted);
        Check.RowWeights(sampleWeight, labels.Length, nameof(sampleWeight));
        var (right, all) = (0.0, 0.0);
        for (var row = 0; row < labels.Length; row++)
        {
            var weight = sampleWeight?[row] ?? 1;
            all += weight;
            right += labels[row] == predicted[row] ? weight : 0;
        }

        return all != 0
            ? right / all
            : throw new ArgumentException(
                "The sample weights sum to 0; a share of nothing is none.",
                nameof(sampleWeight)
            );
    }

    /// <summary>Rows of each true class by the class that was predicted, <c>[true, predicted]</c>. Source: scikit-learn's confusion_matrix.</summary>
    /// <param name="labels">True classes, whole numbers from 0, <c>[n]</c> or <c>[n, 1]</c>.</param>
    /// <param name="predicted">Predicted classes, as many.</param>
    /// <param name="classes">Number of classes; null for the largest that occurs, and one more.</param>
    /// <exception cref="ArgumentException">There are no rows, counts differ, a class is none of them, or there would be more than 32,767.</exception>
    public static Tensor<long> ConfusionMatrix(Tensor labels, Tensor predicted, int? classes = null)
    {
        SameRows(labels, predicted);
        if (classes is < 1 or > MostClasses)
        {
            throw new ArgumentException(
                $"{classes} classes were asked for; there are 1 to {MostClasses}.",
                nameof(classes)
            );
        }

        var (down, across) = (Whole(labels, nameof(labels)), Whole(predicted, nameof(predicted)));
        var count = classes ?? Math.Max(down.Max(), across.Max()) + 1;
        var counts = new long[count * count];
        for (var row = 0; row < down.Length; row++)
        {
            if (down[row] >= count || across[row] >= count)
            {
                throw new ArgumentException(
                    $"Row {row} is of class {down[row]}, predicted {across[row]}; classes are 0 to {count - 1}.",
                    nameof(classes)
                );
            }

            counts[(down[row] * count) + across[row]]++;
        }

        return Tensor.Create(counts, count, count);
    }

    private static int[] Whole(Tensor classes, string argument)
    {
        var whole = new int[classes.Length];
        for (var row = 0; row < whole.Length; row++)
        {
            // Written so that NaN is refused too.
            if (
                !(
                    classes[row] is >= 0 and < MostClasses
                    && Math.Truncate(classes[row]) == classes[row]
                )
            )
            {
                throw new ArgumentException(
                    $"{argument} hold {classes[row]} at row {row}; classes are whole numbers from 0 to {MostClasses - 1}.",
                    argument
                );
            }

            whole[row] = (int)classes[row];
        }

        return whole;
    }

    private static void SameRows(Tensor labels, Tensor predicted)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predicted);
        if (
            labels.Length == 0
            || labels.RowLength != 1
            || predicted.RowLength != 1
            || labels.Length != predicted.Length
        )
        {
            throw new ArgumentException(
                $"labels are {labels} and predicted is {predicted}; both must hold one class a row, for as many rows.",
                nameof(predicted)
            );
        }
    }
}
