using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Misbehaving;

/// <summary>What a backend may do to the process that it runs in, each by a number that a case names.</summary>
internal static unsafe partial class Misdeeds
{
    private static readonly List<byte[]> Held = [];
    private static int depth;

    /// <summary>Does it; returns only from those that a process survives.</summary>
    public static void Do(int number)
    {
        switch (number)
        {
            case 1: // native code writes through a null pointer
                memset(0, 1, 64);
                break;
            case 2: // managed code writes through a wild pointer
                *(long*)0x0000_7000_DEAD_0000 = 1;
                break;
            case 3:
                Environment.FailFast("the backend gave up");
                break;
            case 4: // for ever
                while (true)
                {
                    Volatile.Write(ref depth, 0);
                }

            case 5: // eats managed memory
                while (true)
                {
                    var block = GC.AllocateUninitializedArray<byte>(1 << 22);
                    Array.Fill(block, (byte)1);
                    Held.Add(block);
                }

            case 6: // eats native memory
                while (true)
                {
                    NativeMemory.Fill(NativeMemory.Alloc(1 << 22), 1 << 22, 1);
                }

            case 7:
                depth = Overflow(1);
                break;
            case 8:
                Environment.Exit(0);
                break;
            case 9: // on a thread of its own
                new Thread(() =>
                    throw new InvalidOperationException("thrown where nobody catches")
                ).Start();
                Thread.Sleep(Timeout.Infinite);
                break;
            case 10: // noise, by every way there is to standard output
                Console.Write("{\"begun\":");
                Console.WriteLine("noise");
                Native("printf 'native noise, no end of line'");
                Native("yes '{\"id\":\"noise\"}' | head -c 300000");
                break;
            case 11: // leaves a program behind that writes on while later cases run
                Start("while :; do echo noise; done");
                break;
            case 12: // takes what comes in
                Console.In.ReadToEnd();
                break;
            case 13: // tells who it is, and waits to be killed
                Tell();
                Thread.Sleep(Timeout.Infinite);
                break;
            case 14: // the same, busy, and with a program of its own
                using (var child = Start("sleep 1000"))
                {
                    Tell(child.Id);
                    while (true)
                    {
                        Volatile.Write(ref depth, 0);
                    }
                }

            case 15: // holds much, though not too much
                Held.Add(GC.AllocateUninitializedArray<byte>(150 << 20));
                Array.Fill(Held[^1], (byte)1);
                break;
            default:
                throw new InvalidOperationException($"Nothing is known of misdeed {number}.");
        }
    }

    private static int Overflow(int level) =>
        level == 0 ? 0 : Overflow(level + 1) + Overflow(level - 1);

    private static void Tell(params int[] others) =>
        File.WriteAllText(
            Environment.GetEnvironmentVariable("MISBEHAVING_PIDS")!,
            string.Join(' ', [Environment.ProcessId, .. others]) + "\n"
        );

    private static void Native(string script)
    {
        using var child = Start(script);
        child.WaitForExit();
    }

    private static Process Start(string script) =>
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]))!;

    [LibraryImport("libc")]
    private static partial nint memset(nint destination, int value, nuint count);
}
