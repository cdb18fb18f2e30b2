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
        using var race = new Race(0);
        var length = bench.IsQuick ? QuickTriadLength : TriadLength;
        foreach (var threads in Bench.ThreadCounts)
        {
            race.Add(new FmaFloor(threads, Giga));
            race.Add(new MemoryTriad(threads, length));
        }

        race.Run(bench.Rounds(20), bench.Cancellation);
        return new(race.All, [])
        {
            Notes =
            [
                .. race.All.Select(times =>
                    FormattableString.Invariant(
                        $"{times.Name}: {1e6 / times.Median:F1} {(times.Name.StartsWith("FMA", StringComparison.Ordinal) ? "GFLOP/s" : "GB/s")}, at best {1e6 / times.Rounds.Min():F1}"
                    )
                ),
                $"the FMA loop runs on {FmaPeak.Bits} bits with {FmaPeak.Chains} chains; memory is a = b + 3c over 3 arrays of {length * 4 >> 20} MB",
            ],
        };
    }
}
