namespace Benchmarks;

/// <summary>Figures that fell by more than a tenth against the stored ones.</summary>
internal static class Fall
{
    // Medians of ratios repeat within some percent on a machine with other work on it.
    private const double Tenth = 0.10;

    /// <summary>One line for each goal whose figure is worse by more than 10% than the stored one, or gone.</summary>
    /// <param name="now">What was measured.</param>
    /// <param name="stored">Earlier reports of the same processor, oldest first. Each goal is held against the latest that has it.</param>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<WorkResult> now,
        IReadOnlyList<BenchReport> stored
    )
    {
        var before = new Dictionary<(string Work, string Goal), (double Value, string Commit)>();
        foreach (var work in stored.SelectMany(report => report.Works).Where(work => !work.Quick))
        {
            foreach (var verdict in work.Verdicts)
            {
                if (verdict.Value is { } value)
                {
                    before[(work.Name, verdict.Goal.Name)] = (value, work.Commit);
                }
            }
        }

        var lines = new List<string>();
        foreach (var work in now)
        {
            foreach (var verdict in work.Verdicts)
            {
                if (
                    before.TryGetValue((work.Name, verdict.Goal.Name), out var earlier)
                    && IsFall(verdict, earlier.Value)
                )
                {
                    var value = verdict.Value is { } figure ? verdict.Goal.Show(figure) : "nothing";
                    lines.Add(
                        $"{work.Name}: {verdict.Goal.Name}: {value}, was {verdict.Goal.Show(earlier.Value)} at {earlier.Commit}"
                    );
                }
            }
        }

        return lines;
    }

    private static bool IsFall(Verdict verdict, double before) =>
        verdict.Value is not { } now
        || (verdict.Goal.IsLeast ? now < before * (1 - Tenth) : now > before * (1 + Tenth));
}
