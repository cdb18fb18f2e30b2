using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>A layer forward over rows, and the gradients in W and b; one worker's part of each. Training and the single operations both run this.</summary>
internal static unsafe class LayerLoop<T, L>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>z = x W + b and y = f(z) for <paramref name="rows"/> rows from <paramref name="first"/>; an activation of whole rows is left to the caller.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Its inputs.</param>
    /// <param name="stride">Values from one row of them to the next.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="worker">Which worker.</param>
    /// <param name="workers">Of how many.</param>
    /// <param name="skipped">How many of its own sets are done already.</param>
    public static void Forward(
        Layer<T> layer,
        T* x,
        nint stride,
        int first,
        int rows,
        int worker,
        int workers,
        int skipped = 0
    )
    {
        var z = layer.Z + ((nint)first * layer.Stride);
        var y = layer.Y + ((nint)first * layer.Stride);
        var product = new Product<T>
        {
            A = x + (first * stride),
            ARow = stride,
            ADepth = 1,
            B = Panels<T>.Cut(layer.Kernel, layer.Inputs, layer.Sets),
            C = Panels<T>.Whole(z, rows, layer.Sets),
            Rows = rows,
            Depth = layer.Inputs,
        };
        ProductLoop<T, L, ActivateTail<T, L>>.Run(
            product,
            new(layer.Bias, layer.Activation, z, y, layer.Stride),
            worker,
            workers,
            skipped
        );
    }

    /// <summary>The gradient in W and b, given to the tail, from x and the gradient in z; of the rows of each block after the other.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Its inputs.</param>
    /// <param name="stride">Values from one row of them to the next.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="kernel">What the tail stores to for W, in panels.</param>
    /// <param name="bias">What the tail stores to for b.</param>
    /// <param name="tail">What becomes of the gradients.</param>
    /// <param name="worker">Which worker.</param>
    /// <param name="workers">Of how many.</param>
    /// <param name="skipped">How many of its own sets of W are done already.</param>
    /// <param name="sums">Values from there to where the sums of several blocks are kept; 0 where the tail only keeps them too.</param>
    public static void Gradients<TTail>(
        Layer<T> layer,
        T* x,
        nint stride,
        int rows,
        T* kernel,
        T* bias,
        TTail tail,
        int worker,
        int workers,
        int skipped = 0,
        nint sums = 0
    )
        where TTail : struct, ITail<T, L>
    {
        const int Rows = GradientBlocks.Rows;
        if (rows <= Rows)
        {
            Block(0, rows, kernel, bias, tail);
            return;
        }

        Block(0, Rows, kernel + sums, bias + sums, default(KeepTail<T, L>));
        var first = Rows;
        for (; first < rows - Rows; first += Rows)
        {
            var adds = default(BlocksTail<T, L, KeepTail<T, L>>);
            Block(first, Rows, kernel + sums, bias + sums, adds);
        }

        Block(first, rows - first, kernel, bias, new BlocksTail<T, L, TTail>(sums, tail));

        // A worker has the same part of every block.
        void Block<TBlock>(int first, int count, T* toKernel, T* toBias, TBlock then)
            where TBlock : struct, ITail<T, L> =>
            BlockGradients(
                layer,
                x + (first * stride),
                stride,
                layer.Delta + ((nint)first * layer.Stride),
                count,
                toKernel,
                toBias,
                then,
                worker,
                workers,
                skipped
            );
    }

    private static void BlockGradients<TTail>(
        Layer<T> layer,
        T* x,
        nint stride,
        T* slopes,
        int rows,
        T* kernel,
        T* bias,
        TTail tail,
        int worker,
        int workers,
        int skipped
    )
        where TTail : struct, ITail<T, L>
    {
        var product = new Product<T>
        {
            A = x,
            ARow = 1,
            ADepth = stride,
            B = Panels<T>.Whole(slopes, rows, layer.Sets),
            C = Panels<T>.Cut(kernel, layer.Inputs, layer.Sets),
            Rows = layer.Inputs,
            Depth = rows,
        };
        ProductLoop<T, L, TTail>.Run(product, tail, worker, workers, skipped);

        var (start, end) = Share.Of(layer.Sets, worker, workers);
        Biases(layer, slopes, rows, bias, tail, (int)start, (int)end);
    }

    // Of sets from start to end (exclusive).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Biases<TTail>(
        Layer<T> layer,
        T* slopes,
        int rows,
        T* bias,
        TTail tail,
        int start,
        int end
    )
        where TTail : struct, ITail<T, L>
    {
        var stride = (nint)layer.Stride;
        for (var set = start; set < end; set++)
        {
            var column = (nint)set * Lane<T>.Count;
            var sum = L.Constant(0);
            var slope = slopes + column;
            for (var row = 0; row < rows; row++)
            {
                sum += L.Load(slope);
                slope += stride;
            }

            tail.Finish(sum, bias + column, column).Store(bias + column);
        }
    }
}
