using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlp.Gpu.Tests.Warps;

/// <summary>
/// A device of warps without a GPU: the kernels in the dialect of <c>warps.cpp</c>, whose threads run on one thread of the CPU, in an
/// order drawn from a seed. Compiled by the machine's C++ compiler.
/// </summary>
internal sealed unsafe partial class WarpDevice : IDevice
{
    private static readonly Lock Turn = new();
    private static readonly Dictionary<string, nint> Libraries = [];

    /// <summary>A device.</summary>
    /// <param name="seed">Of the order of threads.</param>
    /// <param name="groups">Groups that stay.</param>
    /// <param name="stepsWorthCompiling">Steps of an epoch from which on a kernel is compiled for one model alone.</param>
    /// <param name="nearBytes">Memory near the threads of a group.</param>
    public WarpDevice(
        uint seed,
        int groups,
        int stepsWorthCompiling = int.MaxValue,
        int nearBytes = 200 << 10
    )
    {
        Seed = seed;
        Limits = new(
            "warps",
            "warps.cpp",
            ComputeUnits: groups,
            GroupThreads: 1024,
            LocalBytes: 48 << 10,
            BufferBytes: 1 << 30,
            HasFloat64: true,
            StayingGroups: groups,
            IsCpu: true,
            StayingThreads: 128,
            StepsWorthCompiling: stepsWorthCompiling,
            NearBytes: nearBytes
        );
    }

    /// <summary>Of the order of threads.</summary>
    public uint Seed { get; }

    /// <summary>The defines of what has been compiled.</summary>
    public List<IReadOnlyList<string>> Compiled { get; } = [];

    public string Runtime => "cuda";

    public DeviceLimits Limits { get; }

    /// <summary>The kernels on it, changed in one place where that is asked for.</summary>
    /// <param name="text">What stands in the source of the persistent path.</param>
    /// <param name="replacement">What takes its place.</param>
    public DeviceKernels Kernels(string? text = null, string replacement = "")
    {
        if (text is not null)
        {
            Assert.That(
                Source(KernelSource.Persistent),
                Does.Contain(text),
                "The source no longer has what this test changes."
            );
        }

        return new(
            this,
            file =>
                text is null
                    ? Source(file)
                    : Source(file).Replace(text, replacement, StringComparison.Ordinal)
        );
    }

    public IDeviceProgram Compile(string source, params IReadOnlyList<string> defines)
    {
        var entries = new StringBuilder();
        foreach (Match kernel in KernelNames().Matches(source))
        {
            var name = kernel.Groups[1].Value;
            entries.Append(
                $"extern \"C\" void call_{name}(void* const* values) {{ warps::call({name}, values); }}\n"
            );
        }

        lock (Turn)
        {
            var library = Library(source + entries, defines);
            Compiled.Add(defines);
            return new Program(this, library);
        }
    }

    public DeviceBuffer Allocate(long bytes) => new Memory(bytes);

    public void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source)
    {
        target.Within(offset, source.Length);
        source.CopyTo(new((byte*)target.Handle + offset, source.Length));
    }

    public void Read(DeviceBuffer source, long offset, Span<byte> target)
    {
        source.Within(offset, target.Length);
        new ReadOnlySpan<byte>((byte*)source.Handle + offset, target.Length).CopyTo(target);
    }

    public void Finish() { }

    public IDeviceSequence Sequence() => new SequenceAsItComes();

    // The dialect of CUDA gives way to this one.
    private static string Source(string file)
    {
        const string Begin = "#line 1 \"";
        var source = KernelSource.For("cuda", file);
        var kernels = source[source.IndexOf(Begin, 1, StringComparison.Ordinal)..];
        return $"#line 1 \"warps.cpp\"\n{Dialect()}{kernels}";
    }

    /// <summary>The text of the dialect.</summary>
    public static string Dialect()
    {
        using var stream = typeof(WarpDevice).Assembly.GetManifestResourceStream("warps.cpp")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static nint Library(string source, IReadOnlyList<string> defines)
    {
        var key = string.Join('\n', [.. defines, source]);
        if (!Libraries.TryGetValue(key, out var library))
        {
            Libraries[key] = library = Make(source, defines);
        }

        return library;
    }

    private static nint Make(string source, IReadOnlyList<string> defines)
    {
        if (
            !OperatingSystem.IsLinux()
            || RuntimeInformation.ProcessArchitecture != Architecture.X64
        )
        {
            Assert.Ignore("Threads of warps.cpp change stacks as x86-64 Linux does.");
        }

        var path = Path.Combine(
            TestContext.CurrentContext.WorkDirectory,
            $"warps-{Environment.ProcessId}-{Libraries.Count}.so"
        );
        var start = new ProcessStartInfo("c++")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        foreach (
            var argument in (string[])
                [
                    "-std=c++17",
                    "-O1",
                    "-ffp-contract=off",
                    "-fno-strict-aliasing",
                    "-w",
                    "-shared",
                    "-fPIC",
                    .. defines.Select(define => $"-D{define}"),
                    "-xc++",
                    "-",
                    "-o",
                    path,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using var compiler = Process.Start(start)!;
            var log = compiler.StandardError.ReadToEndAsync();
            compiler.StandardInput.Write(source);
            compiler.StandardInput.Close();
            compiler.WaitForExit();
            Assert.That(compiler.ExitCode, Is.Zero, log.Result);
            return NativeLibrary.Load(path);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Ignore("There is no C++ compiler (c++) to make the kernels.");
            throw;
        }
        finally
        {
            // What is loaded stays without its name.
            File.Delete(path);
        }
    }

    [GeneratedRegex(@"^KERNEL\(\w+\) (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex KernelNames();

    private sealed class Memory(long bytes)
        : DeviceBuffer((nint)NativeMemory.AllocZeroed((nuint)Math.Max(bytes, 1)), bytes)
    {
        protected override bool Free()
        {
            NativeMemory.Free((void*)handle);
            return true;
        }
    }

    private sealed class Program(WarpDevice device, nint library) : IDeviceProgram
    {
        public IDeviceKernel Kernel(string name) =>
            new Launcher(
                device,
                NativeLibrary.GetExport(library, "run_kernel"),
                NativeLibrary.GetExport(library, $"call_{name}"),
                name
            );
    }

    private sealed class Launcher(WarpDevice device, nint run, nint call, string name)
        : IDeviceKernel
    {
        public void Launch(
            (int X, int Y) groups,
            (int X, int Y) threads,
            ReadOnlySpan<KernelArgument> arguments
        ) => Run(groups, threads.X * threads.Y, 0, false, arguments);

        public void LaunchTogether(
            int groups,
            int threads,
            int nearBytes,
            ReadOnlySpan<KernelArgument> arguments
        ) => Run((groups, 1), threads, nearBytes, true, arguments);

        private void Run(
            (int X, int Y) groups,
            int threads,
            int nearBytes,
            bool together,
            ReadOnlySpan<KernelArgument> arguments
        )
        {
            var bits = stackalloc ulong[arguments.Length];
            var values = stackalloc void*[arguments.Length];
            for (var i = 0; i < arguments.Length; i++)
            {
                bits[i] = arguments[i].Bits;
                values[i] = &bits[i];
            }

            lock (Turn)
            {
                var fault = (
                    (delegate* unmanaged<nint, void**, int, int, int, int, int, uint, byte*>)run
                )(
                    call,
                    values,
                    groups.X,
                    groups.Y,
                    threads,
                    nearBytes,
                    together ? 1 : 0,
                    device.Seed
                );
                if (fault is not null)
                {
                    throw new DeviceException($"{name}: {Marshal.PtrToStringUTF8((nint)fault)}.");
                }
            }
        }
    }
}
