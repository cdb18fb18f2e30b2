using Mlp.Losses;
using Mlp.Native;

namespace Mlp.Gpu;

internal sealed partial class GpuOperations<T>
{
    public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        var samples = new LossSamples<T>(loss, labels, predictions, sampleWeight);
        return samples.Loss(Costs(loss, samples, gradient: null));
    }

    public Tensor LossGradient(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        var samples = new LossSamples<T>(loss, labels, predictions, sampleWeight);
        using var gradient = new DeviceArray<T>(Device, predictions.Length);
        Costs(loss, samples, gradient);
        return ToTensor(gradient, [.. predictions.Shape]);
    }

    // What each sample costs, without its weight. Fills in the gradient if given.
    private T[] Costs(Loss loss, LossSamples<T> samples, DeviceArray<T>? gradient)
    {
        using var given = DeviceArray<T>.Of(Device, samples.Predictions);
        using var truth = DeviceArray<T>.Of(Device, samples.Labels);
        using var figures = new DeviceArray<T>(Device, samples.Rows);
        using var scales = gradient is null
            ? null
            : DeviceArray<T>.Of(
                Device,
                [.. Enumerable.Range(0, samples.Rows).Select(samples.Scale)]
            );
        var x = DeviceMatrix<T>.Plain(given, samples.Width);
        Kernels.Head(
            new()
            {
                Z = x,
                Y = x,
                Rows = samples.Rows,
                Outputs = samples.Width,
                Activation = new(ActivationKind.Linear),
                Loss = LossCode.Of(loss, samples.Width),
                Labels = truth,
                LabelWidth = samples.LabelWidth,
                Scales = scales,
                Delta = gradient,
                Figures = figures,
            }
        );
        return figures.Read(samples.Rows);
    }
}
