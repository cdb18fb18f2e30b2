using System.Globalization;
using System.Text;

namespace Benchmarks;

/// <summary>The timings of one workload as a Markdown table, with each contender's ratio to the fastest TorchSharp.</summary>
internal static class Report
{
    public static string Of(Workload work, IReadOnlyList<Timing> timings)
    {
        var peer = timings
            .Where(timing => timing.Name.StartsWith("TorchSharp", StringComparison.Ordinal))
            .MinBy(timing => timing.Median)!;
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"## {work.Name}: {work.Steps} steps of {work.BatchSize} rows a round\n"
        );
        text.AppendLine(
            "| contender | us a step, median | 95th percentile | TorchSharp's best median / this median | wins |"
        );
        text.AppendLine("| --- | ---: | ---: | ---: | --- |");
        foreach (var timing in timings)
        {
            // A win is claimed only where the slower tail is still ahead of the peer's middle.
            var wins = timing != peer && timing.P95 < peer.Median ? "yes" : "";
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {timing.Name} | {timing.Median:F1} | {timing.P95:F1} | {peer.Median / timing.Median:F2} | {wins} |"
            );
        }

        return text.ToString();
    }
}
