using Mlp.Data;

namespace Mlp.Native;

/// <summary>The class that a model predicts for each row.</summary>
public static class PredictingClasses
{
    /// <summary>The number of the class of each row: the first largest output, or for one output 1 where it is above 0.5, else 0.</summary>
    /// <param name="model">A model whose outputs are probabilities, or scores for the first case.</param>
    /// <param name="x">Inputs <c>[rows, ...]</c>.</param>
    /// <param name="batchSize">Rows computed at a time.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">Inputs do not fit the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static int[] PredictClasses(
        this IModel model,
        Tensor x,
        int batchSize = 32,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        var outputs = model.Predict(x, batchSize, progress: null, cancellation: cancellation);
        if (model.Spec.Outputs > 1)
        {
            return Array.ConvertAll(Categories.ArgMax(outputs).Values.ToArray(), i => (int)i);
        }

        var classes = new int[outputs.Length];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = outputs[i] > 0.5 ? 1 : 0;
        }

        return classes;
    }

    /// <summary>The name of the class of each row.</summary>
    /// <param name="model">A model whose outputs are probabilities, or scores when there are several.</param>
    /// <param name="x">Inputs <c>[rows, ...]</c>.</param>
    /// <param name="names">Names of the classes, one an output; two for a single output.</param>
    /// <param name="batchSize">Rows computed at a time.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentException">Inputs do not fit the model, or there is another number of names.</exception>
    public static string[] PredictClasses(
        this IModel model,
        Tensor x,
        IReadOnlyList<string> names,
        int batchSize = 32,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(names);
        var classes = Math.Max(2, model.Spec.Outputs);
        return names.Count == classes
            ? Array.ConvertAll(model.PredictClasses(x, batchSize, cancellation), i => names[i])
            : throw new ArgumentException(
                $"{names.Count} names were given; the model tells {classes} classes apart.",
                nameof(names)
            );
    }
}
