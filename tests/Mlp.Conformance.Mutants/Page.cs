using System.Runtime.CompilerServices;
using System.Text;
using Mlp.Conformance.Mutants.Families;

namespace Mlp.Conformance.Mutants;

/// <summary>docs/mutants.md: what was measured, as people read it.</summary>
internal static class Page
{
    /// <summary>The variable that makes the test write the page instead of holding it to what was measured.</summary>
    public const string Variable = "MUTANTS";

    /// <summary>The command that does it.</summary>
    public const string Command =
        $"{Variable}=write dotnet test --project tests/Mlp.Conformance.Mutants";

    // Below it people write what they have to say; above it nothing that is not measured.
    private const string End = "<!-- Written by the command above up to here. -->";

    /// <summary>Where the page is.</summary>
    public static string File { get; } =
        Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "docs", "mutants.md")
        );

    /// <summary>The page as it is, with its measured part anew.</summary>
    public static string Measured(string page)
    {
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return Measured() + (end < 0 ? End + "\n" : page[end..]);
    }

    private static string Measured()
    {
        Killing[] killings = [.. Mutants.All.AsParallel().AsOrdered().Select(Killing.Of)];
        var families = killings.GroupBy(killing => killing.Mutant.Family).ToList();
        var page = new StringBuilder();
        page.Append(
            $"""
            # Mutants

            How much the suite catches. Each mutant is the plain loops of `conformance/Mlp.Conformance/Truth`, or the checks that they call,
            with one place of the source changed, compiled in memory and judged as every backend is judged. It must fail at least one case of
            its own family; cases of other families are not asked. Without a change the same sources, compiled in the same way, pass all.
            The mutants are data, in `tests/Mlp.Conformance.Mutants/Families`, a file a family. A test holds this page to what is measured;
            this writes it anew:

            ```sh
            {Command}
            ```

            {killings.Count(killing => killing.KilledBy.Count > 0)} of {killings.Length} are killed:


            """
        );
        page.AppendJoin(
            ", ",
            families.Select(family =>
                $"{family.Key} {family.Count(killing => killing.KilledBy.Count > 0)} of {family.Count()}"
            )
        );
        page.Append(".\n\n");
        page.Append("| what it does | family | mutant | first killing case | killed by |\n");
        page.Append("| --- | --- | --- | --- | ---: |\n");
        foreach (var (mutant, cases, killedBy) in killings)
        {
            var first = killedBy.Count > 0 ? $"`{killedBy[0].Id}`" : "none";
            page.Append(
                $"| {Cell(mutant.Wrong)} | {mutant.Family} | `{mutant.Name}` | {first} | {killedBy.Count} of {cases} |\n"
            );
        }

        return page.Append('\n').ToString();
    }

    private static string Cell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal)
            .Replace("*", "\\*", StringComparison.Ordinal);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
