using System.Numerics;
using Mlp.Optimizers;

namespace Mlp.Gpu;

/// <summary>Moves all weights by their gradients on the device: clips, decays, then applies the rule of the optimizer.</summary>
internal sealed class DeviceUpdater<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly KernelSet<T> kernels;
    private readonly Optimizer optimizer;
    private readonly (Clipping Kind, double Limit) clipping;
    private readonly Span[] spans;
    private readonly DeviceArray<T>? state;
    private readonly DeviceArray<T>? sums;

    /// <summary>An updater with state 0.</summary>
    /// <param name="kernels">The kernels.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="lengths">Values of each variable, one after another.</param>
    public DeviceUpdater(KernelSet<T> kernels, Optimizer optimizer, IReadOnlyList<int> lengths)
    {
        (this.kernels, this.optimizer) = (kernels, optimizer);
        clipping = ClippingOf(optimizer);
        var total = lengths.Sum();

        // Weights that have a norm of their own are moved apart.
        spans = [.. Spans(clipping.Kind == Clipping.Norm ? lengths : [total])];
        var states = UpdateCode.At(optimizer, 0, 0).States;
        state = states == 0 ? null : new(kernels.Device, (long)states * total);
        sums = clipping.Kind is Clipping.Norm or Clipping.GlobalNorm
            ? new(kernels.Device, spans.Sum(span => span.Blocks))
            : null;
    }

    /// <summary>The state of the rule; null where it has none.</summary>
    public DeviceArray<T>? State => state;

    /// <summary>How an optimizer clips gradients, and to what.</summary>
    public static (Clipping Kind, double Limit) ClippingOf(Optimizer optimizer) =>
        optimizer switch
        {
            { ClipNorm: { } limit } => (Clipping.Norm, limit),
            { GlobalClipNorm: { } limit } => (Clipping.GlobalNorm, limit),
            { ClipValue: { } limit } => (Clipping.Value, limit),
            _ => (Clipping.None, 0),
        };

    /// <summary>One step.</summary>
    /// <param name="weights">All weights.</param>
    /// <param name="gradients">All gradients, likewise.</param>
    /// <param name="rate">The rate of the step, as the type holds it.</param>
    /// <param name="step">The step, from 0.</param>
    public void Update(DeviceArray<T> weights, DeviceArray<T> gradients, double rate, long step)
    {
        var rule = UpdateCode.At(optimizer, rate, step);
        foreach (var span in spans)
        {
            if (sums is not null)
            {
                kernels.Squares(gradients, span.Offset, span.Length, sums, span.FirstBlock);
            }

            kernels.Update(
                new()
                {
                    Weights = weights,
                    Gradients = gradients,
                    State = state,
                    Offset = span.Offset,
                    Length = span.Length,
                    Rule = rule,
                    Clipping = clipping.Kind,
                    Limit = clipping.Limit,
                    Sums = sums,
                    FirstBlock = span.FirstBlock,
                    Blocks = span.Blocks,
                    Decay = optimizer.WeightDecay is { } decay ? -rate * decay : null,
                }
            );
        }
    }

    public void Dispose()
    {
        state?.Dispose();
        sums?.Dispose();
    }

    private static IEnumerable<Span> Spans(IReadOnlyList<int> lengths)
    {
        var (offset, block) = (0, 0);
        foreach (var length in lengths.Where(length => length > 0))
        {
            var blocks = (length + KernelSet<T>.SquaresBlock - 1) / KernelSet<T>.SquaresBlock;
            yield return new(offset, length, block, blocks);
            offset += length;
            block += blocks;
        }
    }

    // Weights that are moved together, and the blocks of squares that make up their norm.
    private readonly record struct Span(int Offset, int Length, int FirstBlock, int Blocks);
}
