using Mlp.Native;

namespace Mlp.Gpu;

/// <summary>
/// The native backend on a GPU, or on whatever OpenCL takes for a device: the loop, the history and the preparation of data are
/// those of <see cref="CpuBackend"/>; the arithmetic of training, and of the single operations, runs on the device. Results are the same
/// bits in every run: nothing is summed in an order that time decides.
/// </summary>
public sealed class GpuBackend : IBackend
{
    private readonly DeviceKernels kernels;
    private readonly bool stays;

    /// <summary>A backend on a device of this machine.</summary>
    /// <param name="name"><c>gpu</c> for the best runtime there is, or <c>gpu:opencl</c>, <c>gpu:cuda</c>; with <c>:general</c> or <c>:persistent</c> after the runtime for that path of training. A name without a path takes the general one.</param>
    /// <param name="device">The name of a device or a part of it, or its place in <see cref="Devices"/>; null takes MLP_DEVICE, or the first.</param>
    /// <exception cref="ArgumentException">The name is unknown, or no device answers to what was asked.</exception>
    /// <exception cref="NotSupportedException">This machine has no such device; the message says what to install.</exception>
    /// <exception cref="DeviceException">The driver refuses the device or the kernels.</exception>
    public GpuBackend(string name = "gpu", string? device = null)
        : this(name, DeviceKernels.On(GpuDevices.Find(GpuName.Parse(name).Runtime, device))) { }

    /// <summary>A backend over given kernels.</summary>
    internal GpuBackend(string name, DeviceKernels kernels)
    {
        this.kernels = kernels;
        stays = GpuName.Parse(name).Stays;
        Name = name;
        var limits = kernels.Device.Limits;
        Operations = new NativeOperations(
            new GpuOperations<float>(kernels),
            limits.HasFloat64 ? new GpuOperations<double>(kernels) : null
        );
        Environment = new Dictionary<string, string>
        {
            ["implementation"] = "Mlp.Gpu",
            ["version"] = typeof(GpuBackend).Assembly.GetName().Version!.ToString(3),
            ["device"] = limits.Name,
            ["driver"] = limits.Driver,
            ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
        };
    }

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names => GpuName.All;

    /// <summary>The devices of this machine, best first: what a device may be asked for by.</summary>
    public static IReadOnlyList<string> Devices => GpuDevices.Names(null);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <inheritdoc/>
    public IOperations Operations { get; }

    /// <inheritdoc/>
    /// <exception cref="DeviceException">The device is out of memory.</exception>
    /// <exception cref="NotSupportedException">The path that was asked for does not take the model, or the device no float64.</exception>
    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights)
    {
        Check.Compile(model, compile, weights);
        var given = weights.To(compile.Precision);
        IEngine engine =
            compile.Precision == Precision.Float64
                ? new GpuEngine<double>(model, compile, given, kernels.Of<double>(), stays)
                : new GpuEngine<float>(model, compile, given, kernels.Of<float>(), stays);
        return new NativeModel(model, compile, engine);
    }
}
