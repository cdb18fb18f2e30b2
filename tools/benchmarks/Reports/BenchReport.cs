using System.Text.Json.Serialization;

namespace Benchmarks;

/// <summary>What a results file holds: figures of one day on one machine.</summary>
/// <param name="Schema">Version of this format: 1.</param>
/// <param name="Machine">What they were measured on.</param>
/// <param name="Works">The pieces of work, each with the run that measured it.</param>
internal sealed record BenchReport(int Schema, Machine Machine, IReadOnlyList<WorkResult> Works)
{
    /// <summary>The version written and read here.</summary>
    public const int CurrentSchema = 1;

    /// <summary>All verdicts.</summary>
    public IReadOnlyList<Verdict> AllVerdicts() => [.. Works.SelectMany(work => work.Verdicts)];

    /// <summary>These works, and those of an earlier report that were not measured again, or only by a trial.</summary>
    public BenchReport Over(BenchReport earlier) =>
        this with
        {
            Works =
            [
                .. WorkList
                    .Names.Select(name =>
                        Works
                            .Concat(earlier.Works)
                            .Where(work => work.Name == name)
                            // Trials last. The order is stable: of two alike the later run comes first.
                            .OrderBy(work => work.Quick)
                            .FirstOrDefault()
                    )
                    .OfType<WorkResult>(),
            ],
        };
}

/// <summary>One piece of work: every time and verdict of one run.</summary>
/// <param name="Name">As <c>--only</c> takes it.</param>
/// <param name="Title">What is done.</param>
/// <param name="Unit">What times are told of: <c>us a step</c>.</param>
/// <param name="Measured">When, in UTC.</param>
/// <param name="Commit">The source that was built.</param>
/// <param name="Quick">Whether this was a trial on drawn data, which nothing is held against.</param>
/// <param name="ClockGHz">The clock of a core just before.</param>
/// <param name="Load">Processes that wanted to run, over the minute before; null where the system does not say.</param>
/// <param name="Times">Everyone's times.</param>
/// <param name="Verdicts">The goals.</param>
/// <param name="Notes">Other figures, a line each.</param>
/// <param name="Widths">The sweep over widths, where this is it.</param>
internal sealed record WorkResult(
    string Name,
    string Title,
    string Unit,
    DateTimeOffset Measured,
    string Commit,
    bool Quick,
    double ClockGHz,
    double? Load,
    IReadOnlyList<TimesSummary> Times,
    IReadOnlyList<Verdict> Verdicts,
    IReadOnlyList<string> Notes,
    IReadOnlyList<WidthPoint> Widths
)
{
    /// <summary>Trainings on a GPU, where this is them. Not required: reports of earlier versions have none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GpuFigures? Gpu { get; init; }
}

/// <summary>The times of one contender.</summary>
/// <param name="Name">Who.</param>
/// <param name="Rounds">How many times were taken.</param>
/// <param name="Median">The middle.</param>
/// <param name="P95">The slower tail.</param>
/// <param name="Fastest">The shortest.</param>
internal sealed record TimesSummary(
    string Name,
    int Rounds,
    double Median,
    double P95,
    double Fastest
)
{
    /// <summary>A summary, to a thousandth of a microsecond.</summary>
    public static TimesSummary Of(Times times) =>
        new(
            times.Name,
            times.Rounds.Count,
            Math.Round(times.Median, 3),
            Math.Round(times.P95, 3),
            Math.Round(times.Rounds.Min(), 3)
        );
}

/// <summary>One width of the sweep.</summary>
/// <param name="Width">Units of the hidden layer.</param>
/// <param name="Microseconds">Median time of a step.</param>
/// <param name="Ratio">Median of its time by that of the width rounded up to 16.</param>
internal sealed record WidthPoint(int Width, double Microseconds, double Ratio);
