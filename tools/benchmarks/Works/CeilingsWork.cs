namespace Benchmarks;

/// <summary>What the machine can do at all: multiply-adds on registers, and memory.</summary>
internal sealed class CeilingsWork : IWork
{
    // A unit of the peak is a GFLOP.
    private const double Giga = 1e9;

    // 3 x 256 MB: beyond the caches of a core, and more than most machines' last one.
    private const int TriadLength = 64 << 20;
    private const int QuickTriadLength = 1 << 20;

    public string Name => "ceilings";

    public string Title => "The machine's limits: FMA on registers alone, and memory";

    public string Unit => "us a GFLOP, or a GB";

    public bool IsOnRealData => false;

    public Figures Measure(Bench bench)
    {
        var length = bench.IsQuick ? QuickTriadLength : TriadLength;
        using Race registers = new(0),
            memory = new(0);
        foreach (var threads in Bench.ThreadCounts)
        {
            registers.Add(new FmaFloor(threads, Giga));
            memory.Add(new MemoryTriad(threads, length));
        }

        // Apart: next to waits for memory the registers' rate was seen to lie a fifth lower.
        registers.Run(bench.Rounds(20), bench.Cancellation);
        memory.Run(bench.Rounds(10), bench.Cancellation);
        return new([.. registers.All, .. memory.All], [])
        {
            Notes =
            [
                .. registers.All.Select(times => Rate(times, "GFLOP/s")),
                .. memory.All.Select(times => Rate(times, "GB/s")),
                $"the FMA loop runs on {FmaPeak.Bits} bits with {FmaPeak.Chains} chains; memory is a = b + 3c over 3 arrays of {length * 4 >> 20} MB",
            ],
        };
    }

    private static string Rate(Times times, string unit) =>
        FormattableString.Invariant(
            $"{times.Name}: {1e6 / times.Median:F1} {unit}, at best {1e6 / times.Rounds.Min():F1}"
        );
}
