using System.Numerics;

namespace Mlp.Gpu;

/// <summary>A dense layer on the device: y = f(z), z = x W + b. W and b lie as one matrix <c>[inputs + 1, units]</c> among the parameters.</summary>
/// <param name="device">The device.</param>
/// <param name="inputs">Inputs of the layer.</param>
/// <param name="units">Outputs of the layer.</param>
/// <param name="offset">Where its W begins among the parameters.</param>
/// <param name="activation">f.</param>
internal sealed class DeviceLayer<T>(
    IDevice device,
    int inputs,
    int units,
    int offset,
    ActivationCode activation
) : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private DeviceMatrix<T>? z;
    private DeviceMatrix<T>? y;
    private DeviceArray<T>? delta;

    /// <summary>Inputs of the layer.</summary>
    public int Inputs => inputs;

    /// <summary>Outputs of the layer.</summary>
    public int Units => units;

    /// <summary>Where W begins among the parameters.</summary>
    public int Offset => offset;

    /// <summary>f.</summary>
    public ActivationCode Activation => activation;

    /// <summary>z <c>[rows, units + 1]</c>.</summary>
    public DeviceMatrix<T> Z => z!;

    /// <summary>y, likewise; z itself where the activation allows.</summary>
    public DeviceMatrix<T> Y => y!;

    /// <summary>The gradient in z <c>[rows, units]</c>.</summary>
    public DeviceArray<T> Delta => delta!;

    /// <summary>Makes room for that many rows.</summary>
    public void Resize(int rows)
    {
        Dispose();
        z = DeviceMatrix<T>.WithOnes(device, rows, units);
        y = activation.InPlace ? z : DeviceMatrix<T>.WithOnes(device, rows, units);
        delta = new(device, (long)rows * units);
    }

    public void Dispose()
    {
        z?.Dispose();
        y?.Dispose();
        delta?.Dispose();
    }
}
