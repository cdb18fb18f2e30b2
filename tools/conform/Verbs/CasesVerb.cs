using System.CommandLine;
using Mlp.Conformance;

namespace Conform.Verbs;

/// <summary><c>conform cases</c>: cases for testees in other programs.</summary>
internal static class CasesVerb
{
    public static Command Create() => new("cases", "Cases for testees elsewhere.") { Export() };

    private static Command Export()
    {
        var selection = new CaseSelection();
        var output = new Option<string>("--out")
        {
            Description = "Where to: a .parquet or .jsonl file.",
            Required = true,
        };
        var command = new Command(
            "export",
            "Writes cases with the names of their outputs, without expected values and bounds, to be run by any program "
                + "(fixtures/README.md says how). 'conform judge' judges what comes back.\n"
                + "Example: conform cases export --family losses --out cases.jsonl"
        );
        foreach (var option in selection.Options)
        {
            command.Add(option);
        }

        var json = Json.Option();
        command.Add(output);
        command.Add(json);
        command.SetAction(parsed =>
        {
            Case[] asked = [.. selection.Asked(parsed, selection.All(parsed)).Select(Exported.Of)];
            if (asked.Length == 0)
            {
                throw new InvalidCaseException("There are no such cases to export.");
            }

            var path = parsed.GetValue(output)!;
            CaseFile.Write(
                path,
                selection.Files(parsed) is [] ? Fixtures.Version : "export",
                asked
            );
            var families = asked.Select(value => value.Family).Distinct().ToArray();
            if (parsed.GetValue(json))
            {
                Json.Write(
                    new
                    {
                        path,
                        cases = asked.Length,
                        families,
                    }
                );
            }
            else
            {
                Console.WriteLine(
                    $"{asked.Length} {(asked.Length == 1 ? "case" : "cases")} of {families.Length} {(families.Length == 1 ? "family" : "families")} in {path}."
                );
            }

            return 0;
        });
        return command;
    }
}
