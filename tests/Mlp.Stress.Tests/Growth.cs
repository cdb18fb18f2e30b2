using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Mlp.Gpu;

namespace Mlp.Stress.Tests;

/// <summary>
/// Does something over and over and looks at what stays: the managed heap, what native code took by malloc and did not give back, the memory of the
/// process, tensors of torch, buffers on devices. After a warm-up each must be flat: the least of the last third, which no garbage
/// blurs, lies no higher than the least of the first third plus a tolerance that does not grow with the number of times.
/// </summary>
internal static partial class Growth
{
    private const int Windows = 9;

    // A leak of one small object a time is 24 bytes of it; over the 10,000 times of the long form this is 10.
    private const long ManagedTolerance = 100_000;

    // The runtime itself still compiles and grows tables.
    private const long NativeTolerance = 4 << 20;
    private const long ProcessTolerance = 24 << 20;

    /// <summary>Does something so many times, and fails where anything grew.</summary>
    public static void IsFlat(string what, int times, Action act)
    {
        for (var i = 0; i < Math.Max(50, times / Windows); i++)
        {
            act();
        }

        var seen = new List<Held>();
        for (var window = 0; window < Windows; window++)
        {
            for (var i = 0; i < times / Windows; i++)
            {
                act();
            }

            seen.Add(Look());
        }

        var grown = Grown(seen);
        Stressed.Tell(
            $"{what}: {times / Windows * Windows} times; grown: managed heap {grown.Managed} bytes, native {grown.Native} bytes, process {grown.Process / 1024} KiB, torch tensors {grown.Tensors}, device buffers {grown.Buffers}"
        );
        using (Assert.EnterMultipleScope())
        {
            Assert.That(grown.Managed, Is.LessThan(ManagedTolerance), "managed heap");
            Assert.That(grown.Native, Is.LessThan(NativeTolerance), "native memory");
            Assert.That(grown.Process, Is.LessThan(ProcessTolerance), "memory of the process");
            Assert.That(grown.Tensors, Is.Zero, "tensors of torch");
            Assert.That(grown.Buffers, Is.Zero, "buffers on devices");
        }
    }

    /// <summary>What is held once everything that nothing refers to is gone.</summary>
    public static Held Look()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(
                GC.MaxGeneration,
                GCCollectionMode.Aggressive,
                blocking: true,
                compacting: true
            );
            GC.WaitForPendingFinalizers();
        }

        return new(
            GC.GetTotalMemory(forceFullCollection: true),
            InUseByMalloc(),
            OfProcess(),
            global::TorchSharp.torch.Tensor.TotalCount,
            DeviceBuffer.Living
        );
    }

    private static Held Grown(List<Held> seen)
    {
        var third = seen.Count / 3;
        return new(
            By(held => held.Managed),
            By(held => held.Native),
            By(held => held.Process),
            By(held => held.Tensors),
            By(held => held.Buffers)
        );

        long By(Func<Held, long> part) =>
            seen.TakeLast(third).Min(part) - seen.Take(third).Min(part);
    }

    // Anonymous memory alone: pages of files come and go.
    private static long OfProcess()
    {
        const string Line = "RssAnon:";
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            return process.PrivateMemorySize64;
        }

        var line = File.ReadLines("/proc/self/status")
            .First(line => line.StartsWith(Line, StringComparison.Ordinal));
        return 1024
            * long.Parse(
                line[Line.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(),
                CultureInfo.InvariantCulture
            );
    }

    private static long InUseByMalloc()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        try
        {
            var info = MallInfo();
            return (long)info.InUse;
        }
        catch (EntryPointNotFoundException)
        {
            // Other C libraries than glibc from 2.33: the memory of the process alone is looked at.
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial MallocInfo MallInfo();

    /// <summary>What is held at one moment.</summary>
    /// <param name="Managed">Bytes of the managed heap.</param>
    /// <param name="Native">Bytes taken by malloc.</param>
    /// <param name="Process">Bytes of the process.</param>
    /// <param name="Tensors">Tensors of torch.</param>
    /// <param name="Buffers">Buffers on devices.</param>
    internal readonly record struct Held(
        long Managed,
        long Native,
        long Process,
        long Tensors,
        long Buffers
    );

    // As in malloc.h: arena, ordblks, smblks, hblks, hblkhd, usmblks, fsmblks, uordblks, fordblks, keepcost.
    [StructLayout(LayoutKind.Sequential)]
    private struct MallocInfo
    {
        public nuint Arena;
        public nuint FreeChunks;
        public nuint FastChunks;
        public nuint Maps;
        public nuint Mapped;
        public nuint Unused;
        public nuint FastFree;
        public nuint InUse;
        public nuint Free;
        public nuint Releasable;
    }
}
