using System.Numerics;

namespace Mlp.Native;

/// <summary>
/// The gradient in the inputs of a layer, from the gradient in z and W: dx = dz W^T, units summed upwards. For few rows these fill the
/// lanes, W is read as it lies, and dz and dx are turned: a transposed copy of W would take longer to write than it serves. For many
/// rows a worker turns what it reads of W.
/// </summary>
/// <param name="units">Most units of a layer that it serves.</param>
internal sealed unsafe class InputGradients<T, L>(int units)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    // With more rows than this, to turn W takes less than to turn dz and dx.
    private const int FewRows = 64;

    private readonly AlignedArray<T> slopes = new((long)units * MostSets * Lane<T>.Count);
    private readonly AlignedArray<T> block = new((long)BlockInputs * MostSets * Lane<T>.Count);

    // Inputs of a block: those of a panel, so that slopes of whole sets follow.
    private static int BlockInputs => Panels<T>.Width * Lane<T>.Count;

    // Sets of rows at a time.
    private static int MostSets => L.ManyRegisters ? 3 : 1;

    /// <summary>Whether W is turned for that many rows.</summary>
    public static bool TurnsWeights(int rows) => rows > FewRows;

    /// <summary>One worker's part, for <paramref name="rows"/> rows from <paramref name="first"/>.</summary>
    /// <param name="layer">The layer, with the gradient in z.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="target">Where the first goes, and the others after it: padded inputs.</param>
    /// <param name="tail">What becomes of blocks of it once they are stored; its <see cref="ITail{T, L}.Finish"/> leaves sums as they are.</param>
    /// <param name="worker">Which worker.</param>
    /// <param name="workers">Of how many.</param>
    public void Run<TTail>(
        Layer<T> layer,
        int first,
        int rows,
        T* target,
        TTail tail,
        int worker,
        int workers
    )
        where TTail : struct, ITail<T, L>
    {
        // The columns that are this worker's in the layer before, and those that all share.
        var own = ProductLoop.OwnSets(Lane<T>.Sets(layer.Inputs), workers) * Lane<T>.Count;
        var (start, stop) = (worker * own, Math.Min(layer.Inputs, (worker + 1) * own));
        var shared = workers * own;
        if (TurnsWeights(rows))
        {
            // What all share each turns for itself: the same values into the same place.
            Turn(layer, start, stop);
            Turn(layer, shared, layer.Inputs);
            Products(layer, first, rows, target, tail, worker, workers);
            return;
        }

        var slope = layer.Delta + ((nint)first * layer.Stride);
        Blocks(layer, slope, 0, rows, start, stop, target, tail);
        if (shared < layer.Inputs)
        {
            var (from, to) = Share.Of(rows, worker, workers);
            Blocks(layer, slope, (int)from, (int)to, shared, layer.Inputs, target, tail);
        }
    }

    // W of inputs from start to stop (exclusive), transposed.
    private static void Turn(Layer<T> layer, int start, int stop)
    {
        var w = Panels<T>.Cut(layer.Kernel, layer.Inputs, layer.Sets);
        var stride = (nint)Lane<T>.Padded(layer.Inputs);
        for (var set = 0; set < w.Sets && start < stop; set = w.End(set))
        {
            var unit = set * Lane<T>.Count;
            Square<T>.Turn(
                w.At(start, set),
                w.Stride(set),
                stop - start,
                Math.Min(layer.Units, w.End(set) * Lane<T>.Count) - unit,
                layer.Transposed + (unit * stride) + start,
                stride
            );
        }
    }

    private static void Products<TTail>(
        Layer<T> layer,
        int first,
        int rows,
        T* target,
        TTail tail,
        int worker,
        int workers
    )
        where TTail : struct, ITail<T, L>
    {
        var sets = Lane<T>.Sets(layer.Inputs);
        var product = new Product<T>
        {
            A = layer.Delta + ((nint)first * layer.Stride),
            ARow = layer.Stride,
            ADepth = 1,
            B = Panels<T>.Whole(layer.Transposed, layer.Units, sets),
            C = Panels<T>.Whole(target, rows, sets),
            Rows = rows,
            Depth = layer.Units,
        };
        ProductLoop<T, L, TTail>.Run(product, tail, worker, workers);
    }

    // Rows from first to end and inputs from start to stop (both exclusive).
    private void Blocks<TTail>(
        Layer<T> layer,
        T* slope,
        int first,
        int end,
        int start,
        int stop,
        T* target,
        TTail tail
    )
        where TTail : struct, ITail<T, L>
    {
        var w = Panels<T>.Cut(layer.Kernel, layer.Inputs, layer.Sets);
        var targetStride = (nint)Lane<T>.Padded(layer.Inputs);
        for (int row = first, rows; row < end && start < stop; row += rows)
        {
            rows = Math.Min(end - row, MostSets * Lane<T>.Count);
            var sets = Lane<T>.Sets(rows);
            var stride = (nint)sets * Lane<T>.Count;
            Square<T>.Turn(
                slope + ((nint)row * layer.Stride),
                layer.Stride,
                rows,
                layer.Units,
                slopes.Pointer,
                stride
            );
            for (var input = start; input < stop; input += BlockInputs)
            {
                var inputs = Math.Min(BlockInputs, stop - input);
                Block(layer.Units, w, input, inputs, sets);
                Square<T>.Turn(
                    block.Pointer,
                    stride,
                    inputs,
                    rows,
                    target + (row * targetStride) + input,
                    targetStride
                );
                if (input + inputs == layer.Inputs)
                {
                    ClearPadding(target + (row * targetStride), rows, layer.Inputs);
                }

                tail.Stored(row, rows, input, Lane<T>.Sets(inputs));
            }
        }
    }

    // What follows works on whole sets of lanes: what once was not a number there would stay.
    private static void ClearPadding(T* target, int rows, int inputs)
    {
        var width = Lane<T>.Padded(inputs);
        for (var row = 0; row < rows; row++)
        {
            new Span<T>(target + inputs, width - inputs).Clear();
            target += width;
        }
    }

    private void Block(int depth, Panels<T> w, int input, int inputs, int sets)
    {
        switch (sets)
        {
            case 3:
                Block<Sets3<T, L>>(depth, w, input, inputs);
                break;
            case 2:
                Block<Sets2<T, L>>(depth, w, input, inputs);
                break;
            default:
                Block<Sets1<T, L>>(depth, w, input, inputs);
                break;
        }
    }

    private void Block<TSets>(int depth, Panels<T> w, int input, int inputs)
        where TSets : unmanaged, ISets<TSets, T, L>
    {
        var tall = ProductLoop.Tall(L.ManyRegisters);
        var stride = (nint)TSets.Count * Lane<T>.Count;
        var source = slopes.Pointer;
        var target = block.Pointer;
        if (inputs < tall)
        {
            for (var i = 0; i < inputs; i++)
            {
                InputTile<T, L, TSets>.One(w, input + i, depth, source, target + (i * stride));
            }

            return;
        }

        for (var i = 0; i < inputs; i += tall)
        {
            // The last tile once more, as far back as makes it whole.
            var at = Math.Min(i, inputs - tall);
            var to = target + (at * stride);
            if (L.ManyRegisters)
            {
                InputTile<T, L, TSets>.Run<Sums8<T, L, TSets>>(w, input + at, depth, source, to);
            }
            else
            {
                InputTile<T, L, TSets>.Run<Sums4<T, L, TSets>>(w, input + at, depth, source, to);
            }
        }
    }
}
