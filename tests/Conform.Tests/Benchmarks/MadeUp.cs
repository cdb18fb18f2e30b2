using Benchmarks;

namespace Conform.Tests;

/// <summary>Reports that nobody measured.</summary>
internal static class MadeUp
{
    public static BenchReport Report(params WorkResult[] works) =>
        new(
            BenchReport.CurrentSchema,
            new("A(R) CPU @ 2.10GHz, family 6, model 1", 2, 512, "an OS", ".NET", ["Mlp.Native"]),
            works
        );

    public static WorkResult Work(string name, params Verdict[] verdicts) =>
        new(
            name,
            $"title of {name}",
            "us a step",
            new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            "abcdef0",
            Quick: false,
            2.5,
            null,
            [new("native", 3, 1, 2, 0.5)],
            verdicts,
            ["a note"],
            []
        );
}
