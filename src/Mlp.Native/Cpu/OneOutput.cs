using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>
/// The last layer of a network with one linear output, from its inputs to its update, in one straight line: a column of
/// outputs fills the lanes by rows, where <see cref="LayerLoop{T, L}"/> would fill one lane of each set. The same sums in the
/// same order, so the same bits.
/// </summary>
/// <param name="last">The layer with one unit.</param>
/// <param name="before">The layer before it, whose activation is of each value by itself.</param>
/// <param name="head">The loss, which takes columns.</param>
internal sealed unsafe class OneOutput<T, L>(Layer<T> last, Layer<T> before, Head<T, L> head)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    // More rows than this leave the nearest cache, and the general path serves them better.
    private const int MostRows = 256;

    // Each output is read as a row too, by the metrics, and rows are read by whole lanes: the last one reaches beyond.
    private readonly AlignedArray<T> outputs = new(MostRows + Lane<T>.Count);
    private readonly AlignedArray<T> slopes = new(MostRows);

    // W in one row, without what fills the lanes.
    private readonly AlignedArray<T> weights = new(Lane<T>.Padded(last.Inputs));

    /// <summary>Whether a step over that batch may take this path.</summary>
    public static bool Takes(in Batch<T> batch) => batch.Rows <= MostRows && batch.LabelWidth == 1;

    /// <summary>Outputs, loss, and the gradients they send back; moves the weights of the layer.</summary>
    /// <param name="batch">The rows, which the layer before has done.</param>
    /// <param name="divisor">What the loss is divided by.</param>
    /// <param name="rate">The rate of plain SGD.</param>
    public void Train(in Batch<T> batch, double divisor, double rate)
    {
        var rows = batch.Rows;
        for (nint k = 0; k < last.Inputs; k++)
        {
            weights.Pointer[k] = last.Kernel[k * Lane<T>.Count];
        }

        Forward(rows);
        head.Column(batch, outputs.Pointer, slopes.Pointer, divisor);
        Inputs(rows);
        before.Activation.Backward(
            before.Z,
            before.Y,
            before.Delta,
            before.Stride,
            rows,
            before.Sets
        );
        Update(rows, new(rate));
    }

    // z = y w + b, one sum a row, eight rows at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Forward(int rows)
    {
        var z = outputs.Pointer;
        var w = weights.Pointer;
        var inputs = (nint)last.Inputs;
        var stride = (nint)before.Stride;
        var bias = *last.Bias;
        var row = 0;
        for (; row + 8 <= rows; row += 8)
        {
            var y0 = before.Y + (row * stride);
            var y1 = y0 + stride;
            var y2 = y1 + stride;
            var y3 = y2 + stride;
            var y4 = y3 + stride;
            var y5 = y4 + stride;
            var y6 = y5 + stride;
            var y7 = y6 + stride;
            var (s0, s1, s2, s3) = (T.Zero, T.Zero, T.Zero, T.Zero);
            var (s4, s5, s6, s7) = (T.Zero, T.Zero, T.Zero, T.Zero);
            for (nint k = 0; k < inputs; k++)
            {
                var weight = w[k];
                s0 = T.FusedMultiplyAdd(y0[k], weight, s0);
                s1 = T.FusedMultiplyAdd(y1[k], weight, s1);
                s2 = T.FusedMultiplyAdd(y2[k], weight, s2);
                s3 = T.FusedMultiplyAdd(y3[k], weight, s3);
                s4 = T.FusedMultiplyAdd(y4[k], weight, s4);
                s5 = T.FusedMultiplyAdd(y5[k], weight, s5);
                s6 = T.FusedMultiplyAdd(y6[k], weight, s6);
                s7 = T.FusedMultiplyAdd(y7[k], weight, s7);
            }

            (z[row], z[row + 1], z[row + 2], z[row + 3]) = (
                s0 + bias,
                s1 + bias,
                s2 + bias,
                s3 + bias
            );
            (z[row + 4], z[row + 5], z[row + 6], z[row + 7]) = (
                s4 + bias,
                s5 + bias,
                s6 + bias,
                s7 + bias
            );
        }

        for (; row < rows; row++)
        {
            var y = before.Y + (row * stride);
            var sum = T.Zero;
            for (nint k = 0; k < inputs; k++)
            {
                sum = T.FusedMultiplyAdd(y[k], w[k], sum);
            }

            z[row] = sum + bias;
        }
    }

    // The gradient in y: one product each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Inputs(int rows)
    {
        var stride = (nint)before.Stride;
        for (nint k = 0; k < stride; k += Lane<T>.Count)
        {
            var w = L.Load(weights.Pointer + k);
            var target = before.Delta + k;
            for (var row = 0; row < rows; row++)
            {
                L.MultiplyAdd(L.Of(slopes.Pointer[row]), w, L.Constant(0)).Store(target);
                target += stride;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Update(int rows, SgdRule<T, L> rule)
    {
        var slope = slopes.Pointer;
        var stride = (nint)before.Stride;
        for (nint k = 0; k < stride; k += Lane<T>.Count)
        {
            var y = before.Y + k;
            var sum = L.Constant(0);
            for (var row = 0; row < rows; row++)
            {
                sum.Accumulate(L.Load(y), L.Of(slope[row]));
                y += stride;
            }

            Move(weights.Pointer + k, sum, rule);
        }

        var total = T.Zero;
        for (var row = 0; row < rows; row++)
        {
            total += slope[row];
        }

        // Only the first lane is a weight.
        Move(last.Bias, Lane<T>.First<L>(1) & L.Of(total), rule);
        for (nint k = 0; k < last.Inputs; k++)
        {
            last.Kernel[k * Lane<T>.Count] = weights.Pointer[k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move(T* weights, L gradient, SgdRule<T, L> rule)
    {
        // Plain SGD has no state.
        var none = gradient;
        rule.Apply(L.Load(weights), gradient, ref none, ref none, ref none).Store(weights);
    }
}
