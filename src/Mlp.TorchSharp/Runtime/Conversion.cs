namespace Mlp.TorchSharp;

/// <summary>Tensors of this library into torch's, and back. Always copies.</summary>
internal static class Conversion
{
    /// <summary>The floating-point type of a tensor of predictions, inputs or weights; float32 for integers.</summary>
    public static Precision PrecisionOf(this Tensor tensor) =>
        tensor.Type == ElementType.Float64 ? Precision.Float64 : Precision.Float32;

    /// <summary>torch's name of a precision.</summary>
    public static torch.ScalarType ScalarType(this Precision precision) =>
        precision == Precision.Float64 ? torch.ScalarType.Float64 : torch.ScalarType.Float32;

    /// <summary>The same values in the same type and shape.</summary>
    public static torch.Tensor ToTorch(this Tensor tensor, torch.Device device)
    {
        long[] shape = [.. tensor.Shape.Select(size => (long)size)];
        return tensor switch
        {
            Tensor<float> t => torch.tensor(t.Values.ToArray(), shape, device: device),
            Tensor<double> t => torch.tensor(t.Values.ToArray(), shape, device: device),
            Tensor<long> t => torch.tensor(t.Values.ToArray(), shape, device: device),
            Tensor<int> t => torch.tensor(t.Values.ToArray(), shape, device: device),
            Tensor<byte> t => torch.tensor(t.Values.ToArray(), shape, device: device),
            _ => throw new NotSupportedException($"{tensor} is not known to this backend."),
        };
    }

    /// <summary>The values in that precision, rounded to nearest, in the same shape.</summary>
    public static torch.Tensor ToTorch(
        this Tensor tensor,
        Precision precision,
        torch.Device device
    ) => tensor.ToTorch(device).to(precision.ScalarType());

    /// <summary>Inputs of a model in its precision: bytes b are b / 255, anything else is converted.</summary>
    public static torch.Tensor ToTorchInputs(
        this Tensor tensor,
        Precision precision,
        torch.Device device
    )
    {
        if (tensor is not Tensor<byte> bytes)
        {
            return tensor.ToTorch(precision, device);
        }

        Tensor scaled =
            precision == Precision.Float64
                ? new Tensor<double>(
                    Array.ConvertAll(bytes.Values.ToArray(), b => b / 255d),
                    [.. bytes.Shape]
                )
                : new Tensor<float>(
                    Array.ConvertAll(bytes.Values.ToArray(), b => b / 255f),
                    [.. bytes.Shape]
                );
        return scaled.ToTorch(precision, device);
    }

    /// <summary>The values of a torch tensor of float32, float64 or int64.</summary>
    public static Tensor ToTensor(this torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var values = tensor.detach().cpu().contiguous();
        int[] shape = [.. values.shape.Select(size => checked((int)size))];
        return values.dtype switch
        {
            torch.ScalarType.Float32 => new Tensor<float>(values.data<float>().ToArray(), shape),
            torch.ScalarType.Float64 => new Tensor<double>(values.data<double>().ToArray(), shape),
            torch.ScalarType.Int64 => new Tensor<long>(values.data<long>().ToArray(), shape),
            _ => throw new NotSupportedException($"A torch tensor of {values.dtype} is not read."),
        };
    }

    /// <summary>The one value of a torch tensor.</summary>
    public static double ToDouble(this torch.Tensor scalar)
    {
        using var wide = scalar.to(torch.ScalarType.Float64);
        return wide.item<double>();
    }
}
