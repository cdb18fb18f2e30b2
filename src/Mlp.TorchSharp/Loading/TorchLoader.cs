using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Mlp.TorchSharp;

/// <summary>
/// Loads libtorch and LibTorchSharp before the first use of <see cref="torch"/>. <see cref="TorchBackend"/> does it by itself;
/// call <see cref="Load"/> earlier to name a folder or a log.
/// </summary>
/// <remarks>
/// The libLibTorchSharp.so of TorchSharp 0.107.0 asks for GLIBCXX_3.4.32 (GCC 13), which Debian 12, Ubuntu 22.04 and RHEL 9
/// lack, although the one symbol of that version is never used. Where the system's loader refuses the library for this
/// reason, a copy of it, with that demand made weak, is kept in the user's cache folder and loaded instead. The package's
/// own file is left alone. TorchSharp then finds the copy by its SONAME.
/// </remarks>
public static class TorchLoader
{
    /// <summary>The environment variable that names a folder of libtorch libraries: <c>MLP_LIBTORCH</c>.</summary>
    public const string FolderVariable = "MLP_LIBTORCH";

    private const string Version = "GLIBCXX_3.4.32";
    private const string BridgeName = "libLibTorchSharp";
    private const string Bridge = BridgeName + ".so";
    private static readonly Lock Gate = new();
    private static string? loaded;
    private static string? outsideVersion;

    /// <summary>What was loaded, for the record: <c>as shipped</c>, or what was changed. Null before.</summary>
    public static string? Loaded
    {
        get
        {
            lock (Gate)
            {
                return loaded;
            }
        }
    }

    /// <summary>The version of a libtorch from outside, where it is known (<see cref="Mlp.TorchSharp.OutsideVersion"/>); null for the package's own.</summary>
    internal static string? VersionFromOutside
    {
        get
        {
            lock (Gate)
            {
                return outsideVersion;
            }
        }
    }

    /// <summary>Loads once; later calls do nothing.</summary>
    /// <param name="libtorch">
    /// A folder that holds libtorch.so, such as torch/lib of a Python installation of PyTorch, its CUDA libraries where it has them; null takes
    /// <see cref="FolderVariable"/>, or else the package's own.
    /// </param>
    /// <param name="log">Told, once, when a changed copy is made; null writes it to the standard error stream.</param>
    /// <exception cref="DllNotFoundException">A library is missing or does not load.</exception>
    /// <exception cref="PlatformNotSupportedException">A folder was named outside Linux.</exception>
    /// <exception cref="InvalidOperationException">The processor flushes subnormal numbers to zero, before or after loading.</exception>
    public static void Load(string? libtorch = null, Action<string>? log = null)
    {
        lock (Gate)
        {
            if (loaded is not null)
            {
                return;
            }

            libtorch ??= Environment.GetEnvironmentVariable(FolderVariable);
            Subnormals.AssertKept("before libtorch is loaded");
            if (OperatingSystem.IsLinux())
            {
                loaded = LoadOnLinux(libtorch, log ?? Console.Error.WriteLine);
            }
            else if (string.IsNullOrEmpty(libtorch))
            {
                // TorchSharp finds its libraries by itself.
                loaded = "as shipped";
            }
            else
            {
                throw new PlatformNotSupportedException(
                    $"A folder of libtorch libraries was named ('{libtorch}'), but only Linux can load one; unset {FolderVariable}."
                );
            }

            Subnormals.AssertKept("after libtorch was loaded");
        }
    }

    private static string LoadOnLinux(string? libtorch, Action<string> log)
    {
        var fromOutside = !string.IsNullOrEmpty(libtorch);
        var cpu = fromOutside
            ? Path.GetFullPath("libtorch_cpu.so", Path.GetFullPath(libtorch!))
            : Find("libtorch_cpu.so");
        if (cpu is null || !File.Exists(cpu))
        {
            throw new DllNotFoundException(
                (
                    fromOutside
                        ? $"{cpu} does not exist, though {FolderVariable} or the program named its folder"
                        : "libtorch does not lie beside the program"
                )
                    + $"; name a folder of its libraries in {FolderVariable}: torch/lib of PyTorch, say."
            );
        }

        var folder = Path.GetDirectoryName(cpu)!;
        if (fromOutside)
        {
            outsideVersion = OutsideVersion.Of(folder);
            // TorchSharp opens the package's own as well, and two libtorch in one process abort it.
            foreach (var name in (string[])["libtorch_cpu.so", "libtorch_cuda.so"])
            {
                if (Find(name) is { } own)
                {
                    ElfPlaceholder.Occupy(own);
                }
            }
        }

        // libtorch.so needs all the others, those of CUDA too, and finds them in its own folder; the bridge then finds
        // every library it names among the loaded ones.
        NativeLibrary.Load(Path.Combine(folder, "libtorch.so"));
        return LoadBridge(log) + (fromOutside ? ", libtorch from outside" : "");
    }

    private static string LoadBridge(Action<string> log)
    {
        var file = Find(Bridge);
        try
        {
            if (file is null)
            {
                KeptCopy.Load(BridgeName, Embedded(), _ => { });
            }
            else
            {
                NativeLibrary.Load(file);
            }

            return "as shipped";
        }
        catch (DllNotFoundException refusal)
            when (refusal.Message.Contains(Version, StringComparison.Ordinal))
        {
            KeptCopy.Load(
                BridgeName,
                Weak(file is null ? Embedded() : File.ReadAllBytes(file)),
                copy =>
                    log(
                        $"{Bridge} asks for {Version}, which this system's libstdc++ lacks and nothing in it uses; a copy without that demand is loaded from now on: {copy}"
                    )
            );
            return $"LibTorchSharp without {Version}";
        }
    }

    private static byte[] Weak(byte[] bridge)
    {
        ElfVersionNeed.MakeWeak(bridge, Version);
        return bridge;
    }

    // A build without libtorch (TorchDevice=outside) holds the bridge itself.
    private static byte[] Embedded()
    {
        using var stream =
            typeof(TorchLoader).Assembly.GetManifestResourceStream(Bridge)
            ?? throw new DllNotFoundException(
                $"{Bridge} lies neither beside the program nor in its runtimes/linux-x64/native ({AppContext.BaseDirectory}); "
                    + "restore and build again."
            );
        var library = new byte[stream.Length];
        stream.ReadExactly(library);
        return library;
    }

    // The first of the folders in which the runtime looks for native libraries that holds the file.
    [UnconditionalSuppressMessage(
        "SingleFile",
        "IL3000",
        Justification = "An empty location only leaves out one of the folders."
    )]
    private static string? Find(string file) =>
        (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"))
            .Append(AppContext.BaseDirectory)
            .Append(Path.GetDirectoryName(typeof(torch).Assembly.Location) ?? "")
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
}
