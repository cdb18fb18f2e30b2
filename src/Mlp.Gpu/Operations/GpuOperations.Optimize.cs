using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu;

internal sealed partial class GpuOperations<T>
{
    public OptimizerTrace Optimize(
        Optimizer optimizer,
        Weights weights,
        IReadOnlyList<Weights> gradients
    )
    {
        using var values = DeviceArray<T>.Of(Device, Joined(weights));
        using var slopes = new DeviceArray<T>(Device, values.Length);
        using var updater = new DeviceUpdater<T>(
            Kernels,
            optimizer,
            [.. weights.Select(variable => variable.Length)]
        );
        var after = new Weights[gradients.Count];
        var rates = new double[gradients.Count];
        for (var step = 0; step < after.Length; step++)
        {
            slopes.Write(Joined(gradients[step]));
            rates[step] = LearningRates.At(optimizer.LearningRate, step, Values<T>.Precision);
            updater.Update(values, slopes, rates[step], step);
            after[step] = Parted(values, weights);
        }

        return new(after, Values<T>.Round(rates, rates.Length));
    }

    private static T[] Joined(Weights weights) =>
        [.. weights.SelectMany(variable => Values<T>.Of(variable).ToArray())];

    private static Weights Parted(DeviceArray<T> values, Weights like)
    {
        var all = values.Read((int)values.Length);
        var variables = new List<Tensor>();
        var offset = 0;
        foreach (var variable in like)
        {
            variables.Add(
                new Tensor<T>(all[offset..(offset + variable.Length)], [.. variable.Shape])
            );
            offset += variable.Length;
        }

        return new(variables);
    }
}
