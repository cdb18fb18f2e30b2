using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Mlp.Data;

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
    private const string Bridge = "libLibTorchSharp.so";
    private static readonly Lock Gate = new();
    private static string? loaded;

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

    /// <summary>Loads once; later calls do nothing.</summary>
    /// <param name="libtorch">
    /// A folder that holds libtorch.so, such as torch/lib of a Python installation of PyTorch of the same version; null takes
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
        var bridge =
            Find(Bridge)
            ?? throw new DllNotFoundException(
                $"{Bridge} lies neither beside the program nor in its runtimes/linux-x64/native ({AppContext.BaseDirectory}); "
                    + "restore and build again."
            );
        var (cpu, outside) = string.IsNullOrEmpty(libtorch)
            ? (Find("libtorch_cpu.so"), "")
            : (
                Path.GetFullPath("libtorch_cpu.so", Path.GetFullPath(libtorch)),
                ", libtorch from outside"
            );
        if (cpu is null || !File.Exists(cpu))
        {
            throw new DllNotFoundException(
                $"{cpu ?? "libtorch_cpu.so"} does not exist; a folder of libtorch's libraries is needed, in the package or named by {FolderVariable}."
            );
        }

        if (outside.Length > 0 && Find("libtorch_cpu.so") is { } own)
        {
            // TorchSharp opens the package's own as well, and two libtorch in one process abort it.
            ElfPlaceholder.Occupy(own);
        }

        // libtorch.so needs all the others, those of CUDA too, and finds them in its own folder; the bridge then finds
        // every library it names among the loaded ones.
        var folder = Path.GetDirectoryName(cpu)!;
        NativeLibrary.Load(Path.Combine(folder, "libtorch.so"));
        try
        {
            NativeLibrary.Load(bridge);
            return "as shipped" + outside;
        }
        catch (DllNotFoundException refusal)
            when (refusal.Message.Contains(Version, StringComparison.Ordinal))
        {
            LoadWeakCopy(bridge, log);
            return $"LibTorchSharp without {Version}{outside}";
        }
    }

    /// <summary>A copy of the library whose demand for <see cref="Version"/> is weak, made when there is none yet.</summary>
    /// <param name="bridge">The library as shipped.</param>
    /// <param name="folder">Where copies are kept; made if missing. Many processes may use it at once.</param>
    /// <param name="log">Told when a copy is made.</param>
    /// <returns>The path of the copy.</returns>
    internal static string WeakCopy(string bridge, string folder, Action<string> log)
    {
        var bytes = File.ReadAllBytes(bridge);
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        ElfVersionNeed.MakeWeak(bytes, Version);
        var copy = Path.Combine(folder, $"libLibTorchSharp-{hash}.so");
        if (!File.Exists(copy) || !File.ReadAllBytes(copy).AsSpan().SequenceEqual(bytes))
        {
            Aside.Write(copy, bytes);
            log(
                $"{Bridge} asks for {Version}, which this system's libstdc++ lacks and nothing in it uses; a copy without that demand is loaded from now on: {copy}"
            );
        }

        return copy;
    }

    private static void LoadWeakCopy(string bridge, Action<string> log)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache))
        {
            cache = Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                ".cache"
            );
        }

        string copy;
        try
        {
            copy = WeakCopy(bridge, Path.Combine(cache, "mlp-torchsharp"), log);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A user whose home cannot be written, as in containers: a folder closed to others, for the time of loading.
            var folder = Directory.CreateTempSubdirectory("mlp-torchsharp-");
            NativeLibrary.Load(WeakCopy(bridge, folder.FullName, log));
            folder.Delete(recursive: true);
            return;
        }

        NativeLibrary.Load(copy);
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
