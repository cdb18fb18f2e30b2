namespace Mlp.Gpu;

// Along the last axis; the axes before it are rows.
internal sealed partial class GpuOperations<T>
{
    public Tensor Activate(Activation activation, Tensor x)
    {
        var (rows, columns) = RowsOf(x);
        using var given = ToDevice(x);
        using var result = new DeviceArray<T>(Device, x.Length);
        if (x.Length > 0)
        {
            Kernels.Activate(
                ActivationCode.Of(activation),
                DeviceMatrix<T>.Plain(given, columns),
                DeviceMatrix<T>.Plain(result, columns),
                rows,
                columns
            );
        }

        return ToTensor(result, [.. x.Shape]);
    }

    public Tensor ActivateGradient(Activation activation, Tensor x, Tensor upstream)
    {
        var (rows, columns) = RowsOf(x);
        using var given = ToDevice(x);
        using var result = new DeviceArray<T>(Device, x.Length);
        using var gradient = ToDevice(upstream);
        if (x.Length > 0)
        {
            var code = ActivationCode.Of(activation);
            var (before, after) = (
                DeviceMatrix<T>.Plain(given, columns),
                DeviceMatrix<T>.Plain(result, columns)
            );
            Kernels.Activate(code, before, after, rows, columns);
            Kernels.ActivateBackward(code, before, after, gradient, rows, columns);
        }

        return ToTensor(gradient, [.. x.Shape]);
    }

    private static (int Rows, int Columns) RowsOf(Tensor x)
    {
        var columns = x.Rank == 0 ? 1 : x.Shape[^1];
        return (columns == 0 ? 0 : x.Length / columns, columns);
    }
}
