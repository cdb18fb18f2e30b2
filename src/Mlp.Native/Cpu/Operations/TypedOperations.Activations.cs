namespace Mlp.Native;

// Along the last axis; the axes before it are rows.
internal sealed unsafe partial class TypedOperations<T, L>
{
    public Tensor Activate(Activation activation, Tensor x)
    {
        var input = RowsOf(x);
        var output = new PaddedRows<T>(input.Rows, input.Columns);
        ActivationRows<T>
            .Create<L>(activation, input.Columns)
            .Forward(input.Pointer, output.Pointer, input.Stride, input.Rows, input.Sets);
        GC.KeepAlive(input);
        GC.KeepAlive(output);
        return output.ToTensor([.. x.Shape]);
    }

    public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream)
    {
        var (input, gradient) = (RowsOf(x), RowsOf(upstream));
        var output = new PaddedRows<T>(input.Rows, input.Columns);
        var rows = ActivationRows<T>.Create<L>(activation, input.Columns);
        rows.Forward(input.Pointer, output.Pointer, input.Stride, input.Rows, input.Sets);
        rows.Backward(
            input.Pointer,
            output.Pointer,
            gradient.Pointer,
            input.Stride,
            input.Rows,
            input.Sets
        );
        GC.KeepAlive(input);
        GC.KeepAlive(output);
        return gradient.ToTensor([.. x.Shape]);
    }

    private static PaddedRows<T> RowsOf(Tensor x)
    {
        var columns = x.Rank == 0 ? 1 : x.Shape[^1];
        return new(Values<T>.Of(x), columns == 0 ? 0 : x.Length / columns, columns);
    }
}
