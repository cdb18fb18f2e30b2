using Mlp.Losses;

namespace Mlp.Native;

internal sealed unsafe partial class TypedOperations<T, L>
{
    public Tensor Loss(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        var samples = new LossSamples<T>(loss, labels, predictions, sampleWeight);
        return samples.Loss(Costs(loss, samples, null));
    }

    public Tensor LossGradient(Loss loss, Tensor labels, Tensor predictions, Tensor? sampleWeight)
    {
        var samples = new LossSamples<T>(loss, labels, predictions, sampleWeight);
        var gradient = new PaddedRows<T>(samples.Rows, samples.Width);
        Costs(loss, samples, gradient);
        return gradient.ToTensor([.. predictions.Shape]);
    }

    // What each sample costs, without its weight. Fills in the gradient if given.
    private static T[] Costs(Loss loss, LossSamples<T> samples, PaddedRows<T>? gradient)
    {
        var kernel = LossRows<T>.Create<L>(loss, samples.Width);
        var predictions = new PaddedRows<T>(samples.Predictions, samples.Rows, samples.Width);
        var scratch = new PaddedRows<T>(1, samples.Width);
        var costs = new T[samples.Rows];
        fixed (T* label = samples.Labels)
        {
            for (var row = 0; row < costs.Length; row++)
            {
                var target = gradient is null ? null : gradient.At(row);
                costs[row] = kernel.Row(
                    predictions.At(row),
                    label + ((nint)row * samples.LabelWidth),
                    samples.Scale(row),
                    target,
                    target == null ? scratch.Pointer : target
                );
            }
        }

        GC.KeepAlive(predictions);
        GC.KeepAlive(scratch);
        GC.KeepAlive(gradient);
        return costs;
    }
}
