using Mlp.Conformance;

namespace Conform.Reports;

/// <summary>What a person needs to know of the verdicts that redden a run.</summary>
internal static class BadVerdicts
{
    // More would scroll the matrix away; a results file has them all.
    private const int Shown = 20;

    /// <summary>Prints the first of them.</summary>
    /// <param name="verdicts">All verdicts.</param>
    /// <param name="text">What to say of one.</param>
    /// <param name="rest">Where the others are to be had.</param>
    public static void Print(IEnumerable<Verdict> verdicts, Func<Verdict, string> text, string rest)
    {
        Verdict[] bad = [.. verdicts.Where(verdict => verdict.IsBad)];
        foreach (var verdict in bad.Take(Shown))
        {
            Console.WriteLine(text(verdict));
            Console.WriteLine();
        }

        if (bad.Length > Shown)
        {
            Console.WriteLine($"... and {bad.Length - Shown} more; {rest}");
        }
    }
}
