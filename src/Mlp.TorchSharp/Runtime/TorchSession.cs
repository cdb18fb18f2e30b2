using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Mlp.TorchSharp;

/// <summary>torch, loaded, checked and pinned: deterministic algorithms, TF32 off, a device, a number of threads.</summary>
internal sealed partial class TorchSession
{
    private const string CapabilityVariable = "ATEN_CPU_CAPABILITY";
    private const string PinnedCapability = "default";
    private const string MklVariable = "MKL_CBWR";
    private const string PinnedMkl = "AUTO";
    private const string CublasVariable = "CUBLAS_WORKSPACE_CONFIG";
    private const string PinnedCublas = ":4096:8";
    private readonly int threads;
    private readonly bool deterministic;

    /// <summary>Loads torch and pins it.</summary>
    /// <exception cref="NotSupportedException">The device is not there.</exception>
    public TorchSession(string name, int threads)
    {
        if (WhyUnavailable(name) is { } reason)
        {
            throw new NotSupportedException(reason);
        }

        Device = torch.device(name[(name.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        this.threads = threads;
        deterministic = AtenContext.UseDeterministicAlgorithms();
        torch.backends.cuda.matmul.allow_tf32 = false;
        torch.backends.cudnn.allow_tf32 = false;
        Enter();
        Subnormals.AssertKeptByTorch();
    }

    /// <summary>Where tensors live.</summary>
    public torch.Device Device { get; }

    /// <summary>What runs here.</summary>
    public IReadOnlyDictionary<string, string> Describe() =>
        new Dictionary<string, string>
        {
            ["implementation"] = "Mlp.TorchSharp",
            ["version"] = VersionOf(typeof(TorchSession)),
            ["torchsharp"] = VersionOf(typeof(torch)),
            ["libtorch"] = TorchLoader.VersionFromOutside ?? torch.__version__,
            ["libraries"] = TorchLoader.Loaded ?? "",
            ["device"] = Device.ToString(),
            ["instruction_set"] = AtenContext.CpuCapability() ?? "unknown",
            [CapabilityVariable] =
                Environment.GetEnvironmentVariable(CapabilityVariable) ?? PinnedCapability,
            [MklVariable] = Environment.GetEnvironmentVariable(MklVariable) ?? PinnedMkl,
            [CublasVariable] = Environment.GetEnvironmentVariable(CublasVariable) ?? PinnedCublas,
            ["threads"] = threads.ToString(CultureInfo.InvariantCulture),
            ["deterministic"] = deterministic ? "true" : "false",
            // As libtorch says it is, in products and in what cuDNN does.
            ["tf32"] =
                torch.backends.cuda.matmul.allow_tf32 || torch.backends.cudnn.allow_tf32
                    ? "true"
                    : "false",
            ["flush_to_zero"] = "false",
        };

    /// <summary>Before anything is computed: torch counts threads anew for each thread that calls it.</summary>
    public void Enter()
    {
        if (torch.get_num_threads() != threads)
        {
            torch.set_num_threads(threads);
        }
    }

    /// <summary>Null where the backend of that name runs here, else the reason in one line.</summary>
    public static string? WhyUnavailable(string name)
    {
        try
        {
            if (name is not ("torch:cpu" or "torch:cuda"))
            {
                return $"'{name}' is none of torch:cpu and torch:cuda.";
            }

            // A reference gives the same figures on every machine, not the fastest of each.
            Pin(CapabilityVariable, PinnedCapability);
            // MKL otherwise chooses its path by the alignment of what it is given, and float64 differs from run to run.
            Pin(MklVariable, PinnedMkl);
            // cuBLAS is repeatable only with a workspace of fixed size, named before it starts.
            Pin(CublasVariable, PinnedCublas);
            TorchLoader.Load();
            return name == "torch:cpu" || torch.TryInitializeDeviceType(DeviceType.CUDA)
                ? null
                : "torch:cuda: libtorch finds no CUDA device; it takes an NVIDIA GPU, and a libtorch for CUDA: a build with "
                    + $"-p:TorchDevice=cuda, or torch/lib of a PyTorch for CUDA, named by {TorchLoader.FolderVariable}.";
        }
        // Whatever keeps native libraries from loading: the answer is the same.
        catch (Exception problem)
        {
            return $"{name}: {problem.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static string VersionOf(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
        ?? "";

    // Before torch reads it, and only where the user has not chosen.
    private static void Pin(string variable, string value)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetEnvironment(variable, value, overwrite: 0);
        }
    }

    // .NET's own SetEnvironmentVariable does not reach native code on Linux.
    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
