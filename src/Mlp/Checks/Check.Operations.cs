using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp;

// Arguments of single operations.
public static partial class Check
{
    /// <summary>Weights and, for each step, gradients of the same shapes and type.</summary>
    public static void Optimize(
        Optimizer optimizer,
        Weights weights,
        IReadOnlyList<Weights> gradients
    )
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(gradients);
        for (var step = 0; step < gradients.Count; step++)
        {
            var fits =
                gradients[step].Count == weights.Count
                && gradients[step].Precision == weights.Precision
                && weights
                    .Zip(gradients[step])
                    .All(pair => pair.First.Shape.SequenceEqual(pair.Second.Shape));
            if (!fits)
            {
                throw new ArgumentException(
                    $"Gradients of step {step} are {string.Join(", ", gradients[step])}; "
                        + $"they must be as the weights: {string.Join(", ", weights)}.",
                    nameof(gradients)
                );
            }
        }
    }

    /// <summary>Inputs, kernel and bias of a dense layer, shapes and types agreeing.</summary>
    public static void Dense(Activation activation, Tensor x, Tensor kernel, Tensor bias)
    {
        ArgumentNullException.ThrowIfNull(activation);
        Dense(x, kernel, bias, null);
    }

    /// <summary>The same, and an upstream of the outputs' shape and type.</summary>
    public static void DenseGradients(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    )
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(upstream);
        Dense(x, kernel, bias, upstream);
    }

    private static void Dense(Tensor x, Tensor kernel, Tensor bias, Tensor? upstream)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(bias);
        Floating(x, nameof(x));
        var shaped =
            x.Rank == 2
            && kernel.Rank == 2
            && bias.Rank == 1
            && x.Length > 0
            && kernel.Length > 0
            && kernel.Shape[0] == x.Shape[1]
            && bias.Shape[0] == kernel.Shape[1]
            && (upstream is null || upstream.Shape.SequenceEqual([x.Shape[0], kernel.Shape[1]]));
        if (
            !shaped
            || kernel.Type != x.Type
            || bias.Type != x.Type
            || (upstream?.Type ?? x.Type) != x.Type
        )
        {
            throw new ArgumentException(
                $"x is {x}, kernel {kernel}, bias {bias}{(upstream is null ? "" : $", upstream {upstream}")}; a dense "
                    + "layer needs [n, inputs], [inputs, units], [units] and [n, units], all of one type and not empty."
            );
        }
    }

    /// <summary>Floating-point values.</summary>
    public static void Activation(Activation activation, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(x);
        Floating(x, nameof(x));
    }

    /// <summary>Floating-point values and an upstream of the same shape and type.</summary>
    public static void ActivationGradient(Activation activation, Tensor x, Tensor upstream)
    {
        Activation(activation, x);
        ArgumentNullException.ThrowIfNull(upstream);
        if (upstream.Type != x.Type || !upstream.Shape.SequenceEqual(x.Shape))
        {
            throw new ArgumentException(
                $"upstream is {upstream} for x {x}; they must be alike.",
                nameof(upstream)
            );
        }
    }

    /// <summary>Steps that are whole numbers from 0, as int64 holds them; of any type.</summary>
    public static void Steps(Tensor steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        for (var i = 0; i < steps.Length; i++)
        {
            // Written so that NaN is refused too; as a double the largest int64 is 2^63, which is none.
            var step = steps[i];
            if (!(step >= 0 && step < long.MaxValue && step == Math.Truncate(step)))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(steps),
                    $"Step {step} was given at index {i}; steps are whole numbers from 0."
                );
            }
        }
    }

    /// <summary>Labels whose one-hot rows fit into an array.</summary>
    public static void OneHot(Tensor labels, long columns)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if ((Int128)labels.Length * columns > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{labels.Length} labels of {columns} classes make more values than an array holds.",
                nameof(labels)
            );
        }
    }

    /// <summary>A metric and shapes, all there.</summary>
    public static void Resolve(
        Metric metric,
        IReadOnlyList<int> labelShape,
        IReadOnlyList<int> predictionShape
    )
    {
        ArgumentNullException.ThrowIfNull(metric);
        ArgumentNullException.ThrowIfNull(labelShape);
        ArgumentNullException.ThrowIfNull(predictionShape);
    }

    /// <summary>Two vectors of the same length and floating-point type.</summary>
    public static void RunningMean(Tensor values, Tensor weights)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(weights);
        Floating(values, nameof(values));
        if (
            values.Rank != 1
            || weights.Rank != 1
            || weights.Length != values.Length
            || weights.Type != values.Type
        )
        {
            throw new ArgumentException(
                $"values are {values}, weights {weights}; both must be vectors of one length and type.",
                nameof(weights)
            );
        }
    }
}
