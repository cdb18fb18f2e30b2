using Mlp.Data;
using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>Compiling a <see cref="Sequential"/> as in Keras.</summary>
public static class Compiling
{
    /// <summary>A model that trains on the native backend of the CPU, or another that is given.</summary>
    /// <param name="model">What the model is.</param>
    /// <param name="loss">What to minimise, or its Keras name.</param>
    /// <param name="optimizer">How gradients move weights, or its Keras name.</param>
    /// <param name="metrics">Figures that ignore sample and class weights, or their Keras names.</param>
    /// <param name="weightedMetrics">Figures that use them.</param>
    /// <param name="precision">The type computed in.</param>
    /// <param name="seed">Seed of the first weights.</param>
    /// <param name="weights">First weights, in place of seeded ones.</param>
    /// <param name="backend">What runs the model; the best <see cref="CpuBackend"/> when left out.</param>
    /// <exception cref="ArgumentException">A name is unknown, weights do not fit, or the loss cannot be trained.</exception>
    /// <example><code>model.Compile("sparse_categorical_crossentropy", "sgd", ["accuracy"])</code></example>
    public static IModel Compile(
        this Sequential model,
        Loss loss,
        Optimizer optimizer,
        IReadOnlyList<Metric>? metrics = null,
        IReadOnlyList<Metric>? weightedMetrics = null,
        Precision precision = Precision.Float32,
        int seed = 0,
        Weights? weights = null,
        IBackend? backend = null
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        var compile = new CompileSpec(loss, optimizer)
        {
            Metrics = metrics ?? [],
            WeightedMetrics = weightedMetrics ?? [],
            Precision = precision,
        };
        return (backend ?? new CpuBackend()).Compile(
            model.Spec,
            compile,
            weights ?? InitialWeights.Create(model.Spec, seed, precision)
        );
    }
}
