namespace Benchmarks;

/// <summary>Turns times into verdicts.</summary>
internal static class Judge
{
    /// <summary>
    /// Times a peer: how many times longer its best setting takes. A win is claimed only where our slower tail is still ahead of
    /// the peer's middle.
    /// </summary>
    /// <param name="goal">At least so many times.</param>
    /// <param name="own">Ours; null where the path is not offered.</param>
    /// <param name="peers">The peer's settings; empty where it is absent.</param>
    public static Verdict Against(Goal goal, Times? own, IReadOnlyList<Times> peers)
    {
        if (own is null)
        {
            return new(goal, null, Outcome.NotOffered);
        }

        if (peers.Count == 0)
        {
            return new(goal, null, Outcome.NotMeasured, "the peer is absent");
        }

        var best = peers.MinBy(peer => peer.Median)!;
        var ahead = own.Ahead(best);
        return goal.Holds(ahead) && !(own.P95 < best.Median)
            ? new(
                goal,
                ahead,
                Outcome.Missed,
                FormattableString.Invariant(
                    $"no win is claimed: our 95th percentile, {own.P95:G4} us, does not beat the median of {best.Name}, {best.Median:G4} us"
                )
            )
            : Of(goal, ahead);
    }

    /// <summary>The share of a ceiling that useful work reaches.</summary>
    /// <param name="goal">At least that share.</param>
    /// <param name="own">Ours; null where the path is not offered.</param>
    /// <param name="floor">The time that the same work takes at the ceiling.</param>
    public static Verdict Share(Goal goal, Times? own, Times floor) =>
        own is null ? new(goal, null, Outcome.NotOffered) : Of(goal, own.Ahead(floor));

    /// <summary>Our time as a ratio to another of ours.</summary>
    /// <param name="goal">At most, or at least, so many times.</param>
    /// <param name="above">The dividend; null where the path is not offered.</param>
    /// <param name="below">The divisor; null where the path is not offered.</param>
    public static Verdict Ratio(Goal goal, Times? above, Times? below) =>
        above is null || below is null
            ? new(goal, null, Outcome.NotOffered)
            : Of(goal, below.Ahead(above));

    /// <summary>A figure that stands for itself.</summary>
    public static Verdict Of(Goal goal, double value, string? reason = null) =>
        goal.Holds(value)
            ? new(goal, value, Outcome.Met)
            : new(goal, value, Outcome.Missed, reason);

    /// <summary>Whether two runs came to the same bits: the figure is the number of values that differ.</summary>
    public static Verdict SameBits(string name, float[]? one, float[]? other)
    {
        var goal = Goal.AtMost(name, 0, "values differ");
        if (one is null || other is null)
        {
            return new(goal, null, Outcome.NotOffered);
        }

        var differing = one.Zip(other)
            .Count(pair =>
                BitConverter.SingleToInt32Bits(pair.First)
                != BitConverter.SingleToInt32Bits(pair.Second)
            );
        return Of(goal, differing + Math.Abs(one.Length - other.Length));
    }

    /// <summary>What the process says: 0 all goals met, 1 a goal missed, 3 no goal was judged.</summary>
    public static int ExitCode(IReadOnlyList<Verdict> verdicts) =>
        verdicts.Count == 0 ? 3
        : verdicts.Any(verdict => verdict.IsMissed) ? 1
        : 0;
}
