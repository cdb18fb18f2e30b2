using System.Runtime.InteropServices;

namespace Mlp.TorchSharp;

/// <summary>
/// What libtorch offers and TorchSharp 0.107.0 does not: its exported C++ functions, called by their mangled names. Where a
/// name is not found (outside Linux), nothing is set.
/// </summary>
internal static class AtenContext
{
    private delegate nint Global();

    private delegate void SetDeterministicAlgorithms(nint context, byte on, byte onlyWarn);

    private delegate byte DeterministicAlgorithms(nint context);

    private delegate nint GetCpuCapability(nint result);

    /// <summary>torch.use_deterministic_algorithms(True): operations that have a repeatable form take it, others refuse.</summary>
    /// <returns>Whether that is now so.</returns>
    public static bool UseDeterministicAlgorithms()
    {
        if (
            Find<Global>("_ZN2at13globalContextEv") is not { } global
            || Find<SetDeterministicAlgorithms>("_ZN2at7Context26setDeterministicAlgorithmsEbb")
                is not { } set
            || Find<DeterministicAlgorithms>("_ZNK2at7Context23deterministicAlgorithmsEv")
                is not { } get
        )
        {
            return false;
        }

        set(global(), 1, 0);
        return get(global()) == 1;
    }

    /// <summary>torch.backends.cpu.get_cpu_capability(): AVX512, AVX2 or DEFAULT; null where it cannot be asked.</summary>
    public static string? CpuCapability()
    {
        if (Find<GetCpuCapability>("_ZN2at18get_cpu_capabilityB5cxx11Ev") is not { } get)
        {
            return null;
        }

        // A std::string of up to 15 letters holds them itself: pointer, length, letters. There is nothing to free then.
        var text = Marshal.AllocHGlobal(32);
        try
        {
            _ = get(text);
            return Marshal.PtrToStringUTF8(
                Marshal.ReadIntPtr(text),
                (int)Marshal.ReadInt64(text, 8)
            );
        }
        finally
        {
            Marshal.FreeHGlobal(text);
        }
    }

    private static T? Find<T>(string name)
        where T : Delegate =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libtorch_cpu.so", out var library)
        && NativeLibrary.TryGetExport(library, name, out var function)
            ? Marshal.GetDelegateForFunctionPointer<T>(function)
            : null;
}
