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
        if (tensor.Length == 0)
        {
            // Of no values, torch.tensor makes only a vector.
            return torch.empty(shape, TypeOf(tensor), device);
        }

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

    private static torch.ScalarType TypeOf(Tensor tensor) =>
        tensor.Type switch
        {
            ElementType.Float32 => torch.ScalarType.Float32,
            ElementType.Float64 => torch.ScalarType.Float64,
            ElementType.Int64 => torch.ScalarType.Int64,
            ElementType.Int32 => torch.ScalarType.Int32,
            _ => torch.ScalarType.Byte,
        };

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
            torch.ScalarType.Float32 => new Tensor<float>(Values<float>(values), shape),
            torch.ScalarType.Float64 => new Tensor<double>(Values<double>(values), shape),
            torch.ScalarType.Int64 => new Tensor<long>(Values<long>(values), shape),
            _ => throw new NotSupportedException($"A torch tensor of {values.dtype} is not read."),
        };
    }

    // The accessor of no values cannot be read.
    private static T[] Values<T>(torch.Tensor tensor)
        where T : unmanaged => tensor.numel() == 0 ? [] : tensor.data<T>().ToArray();

    /// <summary>The one value of a torch tensor.</summary>
    public static double ToDouble(this torch.Tensor scalar)
    {
        using var wide = scalar.to(torch.ScalarType.Float64);
        return wide.item<double>();
    }
}
