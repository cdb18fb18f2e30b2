using System.Collections.Concurrent;

namespace Mlp.Conformance.Mutants;

/// <summary>What came of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="Cases">How many cases of its family it ran.</param>
/// <param name="KilledBy">Those that it fails, in the order of the suite.</param>
internal sealed record Killing(Mutant Mutant, int Cases, IReadOnlyList<Case> KilledBy)
{
    private static readonly ConcurrentDictionary<Mutant, Lazy<Killing>> Done = new();

    /// <summary>Runs the mutant on the cases of its family, all of them; once, however often it is asked for.</summary>
    public static Killing Of(Mutant mutant) =>
        Done.GetOrAdd(mutant, _ => new(() => Measure(mutant))).Value;

    /// <summary>Runs the plain backend, with a mutant's change or without, on a family and judges it as every backend is judged.</summary>
    public static IReadOnlyList<Verdict> Judged(Mutant? mutant, string family)
    {
        using var compiled = new Compiled(mutant);
        var (runner, judge) = (new Runner(compiled.Backend), new Judge([Onnx.Decline]));
        return
        [
            .. Fixtures
                .Of(family)
                .Select(value => judge.Verdict(value, runner.Run(value)))
                .Where(verdict => verdict.Kind is not (VerdictKind.Declined or VerdictKind.Absent)),
        ];
    }

    private static Killing Measure(Mutant mutant)
    {
        var verdicts = Judged(mutant, mutant.Family);
        var bad = verdicts.Where(verdict => verdict.IsBad);
        return new(mutant, verdicts.Count, [.. bad.Select(verdict => verdict.Case)]);
    }
}
