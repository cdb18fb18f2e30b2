using Mlp.Optimizers;

namespace Mlp.Native;

internal sealed unsafe partial class TypedOperations<T, L>
{
    private static readonly Barrier Alone = new(1);

    public OptimizerTrace Optimize(
        Optimizer optimizer,
        Weights weights,
        IReadOnlyList<Weights> gradients
    )
    {
        var layout = new ParameterLayout<T>(weights.Select(variable => variable.Shape));
        var values = new AlignedArray<T>(layout.Length);
        var slopes = new AlignedArray<T>(layout.Length);
        var updater = Updater<T>.Create<L>(optimizer, layout);
        layout.Write(weights, values.Pointer);
        var after = new Weights[gradients.Count];
        var rates = new double[gradients.Count];
        for (var step = 0; step < after.Length; step++)
        {
            layout.Write(gradients[step], slopes.Pointer);
            rates[step] = LearningRates.At(optimizer.LearningRate, step, Values<T>.Precision);
            updater.Update(values.Pointer, slopes.Pointer, rates[step], step, 0, 1, Alone);
            after[step] = layout.Read(values.Pointer);
        }

        GC.KeepAlive(updater);
        GC.KeepAlive(values);
        GC.KeepAlive(slopes);
        return new(after, Values<T>.Round(rates, rates.Length));
    }
}
