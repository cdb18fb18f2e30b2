using System.CommandLine;
using Mlp.Conformance;

namespace Conform.Verbs;

/// <summary>The options by which a verb is told of cases, data and threads.</summary>
internal sealed class CaseOptions
{
    private readonly Option<string[]> cases = new("--cases")
    {
        Description =
            "Folder, .parquet or .jsonl with cases; may be repeated. The embedded suite when left out.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> families = new("--family")
    {
        Description = "Only cases of this family; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> ids = new("--id")
    {
        Description = "Only the case of this id; may be repeated.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> data = new("--data")
    {
        Description = "Folder of the real data sets; else MLP_DATA.",
    };

    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads of each backend; all cores when left out.",
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(cases);
        command.Add(families);
        command.Add(ids);
        command.Add(data);
        command.Add(threads);
    }

    /// <summary>All cases there are, and those that were selected.</summary>
    public (IReadOnlyList<Case> All, IReadOnlyList<Case> Selected) Cases(ParseResult parsed)
    {
        var all = CaseSelection.All(parsed.GetValue(cases)!);
        return (all, CaseSelection.Select(all, parsed.GetValue(families)!, parsed.GetValue(ids)!));
    }

    /// <summary>The backend or results file of that name.</summary>
    public Answers Open(ParseResult parsed, string name, IReadOnlyList<Case> all) =>
        Answers.Open(name, all, Data(parsed), Threads(parsed));

    /// <summary>Folder of the real data sets.</summary>
    public string? Data(ParseResult parsed) =>
        parsed.GetValue(data) ?? Environment.GetEnvironmentVariable("MLP_DATA");

    /// <summary>Threads of each backend.</summary>
    public int? Threads(ParseResult parsed) => parsed.GetValue(threads);
}
