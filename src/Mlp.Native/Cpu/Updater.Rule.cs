using System.Numerics;
using System.Runtime.CompilerServices;
using Mlp.Optimizers;

namespace Mlp.Native;

/// <summary>An <see cref="Updater{T}"/> of one rule.</summary>
internal sealed unsafe class Updater<T, L, TRule> : Updater<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
    where TRule : struct, IUpdateRule<TRule, T, L>
{
    // Weights of a block. Norms are summed block by block, so that the number of workers does not matter.
    private const int BlockLength = 4096;

    private readonly Optimizer optimizer;
    private readonly ParameterLayout<T> layout;
    private readonly AlignedArray<T> state;
    private readonly nint stateLength;
    private readonly (int Variable, long Offset, int Length)[] blocks;
    private readonly double[] squares;

    public Updater(Optimizer optimizer, ParameterLayout<T> layout)
    {
        (this.optimizer, this.layout) = (optimizer, layout);
        stateLength = (nint)layout.Length;
        state = new(TRule.States * layout.Length);
        blocks = [.. Blocks(layout)];
        squares = new double[blocks.Length];
    }

    public override void Update(
        T* weights,
        T* gradients,
        double rate,
        long step,
        int worker,
        int workers,
        Barrier barrier
    )
    {
        var (start, end) = Share.Of(blocks.Length, worker, workers);
        if (optimizer.ClipNorm is not null || optimizer.GlobalClipNorm is not null)
        {
            for (var i = start; i < end; i++)
            {
                squares[i] = Squares(gradients, blocks[i]);
            }

            barrier.Wait();
        }

        var rule = TRule.At(optimizer, rate, step);
        var (variable, scale) = (-1, 1.0);
        for (var i = start; i < end; i++)
        {
            var block = blocks[i];
            if (block.Variable != variable)
            {
                (variable, scale) = (block.Variable, Scale(block.Variable));
            }

            Update(weights, gradients, block.Offset, block.Length, rule, scale, rate);
        }
    }

    public override IReadOnlyDictionary<string, Weights> GetSlots()
    {
        var slots = optimizer.Slots.ToDictionary(slot => slot, slot => layout.Read(SlotAt(slot)));
        GC.KeepAlive(this);
        return slots;
    }

    public override void SetSlots(IReadOnlyDictionary<string, Weights> slots)
    {
        foreach (var (slot, values) in slots)
        {
            layout.Write(values, SlotAt(slot));
        }

        GC.KeepAlive(this);
    }

    private T* SlotAt(string slot) => State(TRule.Slots.ToList().IndexOf(slot), 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(
        T* weights,
        T* gradients,
        long offset,
        int length,
        TRule rule,
        double scale,
        double rate
    )
    {
        var w = weights + offset;
        var g = gradients + offset;
        var first = State(0, offset);
        var second = State(1, offset);
        var third = State(2, offset);
        var zero = L.Constant(0);
        var clipped = scale != 1;
        var factor = L.Constant(scale);
        var clamped = optimizer.ClipValue is not null;
        var (least, most) = (
            L.Constant(-(optimizer.ClipValue ?? 0)),
            L.Constant(optimizer.ClipValue ?? 0)
        );
        var decays = optimizer.WeightDecay is not null;
        var decay = L.Constant(-rate * (optimizer.WeightDecay ?? 0));
        for (nint i = 0; i < length; i += Lane<T>.Count)
        {
            var gradient = L.Load(g + i);
            if (clipped)
            {
                gradient *= factor;
            }

            if (clamped)
            {
                gradient = L.Select(L.Less(gradient, least), least, gradient);
                gradient = L.Select(L.Less(most, gradient), most, gradient);
            }

            var weight = L.Load(w + i);
            if (decays)
            {
                weight = L.MultiplyAdd(decay, weight, weight);
            }

            var a = TRule.States > 0 ? L.Load(first + i) : zero;
            var b = TRule.States > 1 ? L.Load(second + i) : zero;
            var c = TRule.States > 2 ? L.Load(third + i) : zero;
            rule.Apply(weight, gradient, ref a, ref b, ref c).Store(w + i);
            if (TRule.States > 0)
            {
                a.Store(first + i);
            }

            if (TRule.States > 1)
            {
                b.Store(second + i);
            }

            if (TRule.States > 2)
            {
                c.Store(third + i);
            }
        }
    }

    private T* State(int index, long offset) => state.Pointer + (index * stateLength) + offset;

    // limit / max(norm, limit); NaN for a common norm that is not finite.
    private double Scale(int variable)
    {
        if (optimizer.ClipNorm is { } limit)
        {
            var norm = Norm(variable);
            return double.IsNaN(norm) ? norm : limit / Math.Max(norm, limit);
        }

        if (optimizer.GlobalClipNorm is { } common)
        {
            var norm = Norm(null);
            return double.IsFinite(norm) ? common / Math.Max(norm, common) : double.NaN;
        }

        return 1;
    }

    // Of one variable, or of all.
    private double Norm(int? variable)
    {
        var sum = 0.0;
        for (var i = 0; i < blocks.Length; i++)
        {
            sum += variable is null || blocks[i].Variable == variable ? squares[i] : 0;
        }

        return Math.Sqrt(sum);
    }

    // Padding does not count: it is not always 0, for a rule without epsilon makes NaN of weights whose gradient is 0.
    private double Squares(T* gradients, (int Variable, long Offset, int Length) block)
    {
        var variable = layout.Variables[block.Variable];
        var panels = variable.In(gradients);
        var sets = variable.Sets;
        var last = Lane<T>.First<L>(variable.Columns - ((sets - 1) * Lane<T>.Count));
        var sum = L.Constant(0);

        // Row by row, whatever the panels: the order of a sum is part of what it is.
        var (row, set) = Math.DivRem((int)((block.Offset - variable.Offset) / Lane<T>.Count), sets);
        for (nint i = 0; i < block.Length; i += Lane<T>.Count)
        {
            var value = L.Load(panels.At(row, set));
            if (++set == sets)
            {
                (value, set) = (last & value, 0);
                row++;
            }

            sum = L.MultiplyAdd(value, value, sum);
        }

        return double.CreateTruncating(L.Sum(sum));
    }

    private static IEnumerable<(int Variable, long Offset, int Length)> Blocks(
        ParameterLayout<T> layout
    )
    {
        for (var i = 0; i < layout.Variables.Length; i++)
        {
            var variable = layout.Variables[i];
            for (long done = 0; done < variable.Length; done += BlockLength)
            {
                yield return (
                    i,
                    variable.Offset + done,
                    (int)Math.Min(BlockLength, variable.Length - done)
                );
            }
        }
    }
}
