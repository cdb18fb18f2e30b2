using System.CommandLine;
using Mlp.Conformance;

namespace Conform.Verbs;

/// <summary>The options by which a verb is told of cases, data, threads and a device.</summary>
internal sealed class CaseOptions
{
    private readonly CaseSelection selection = new();

    private readonly Option<string?> data = DataFolder.Option();

    private readonly Option<int?> threads = new("--threads")
    {
        Description = "Threads of each backend; all cores when left out.",
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in selection.Options)
        {
            command.Add(option);
        }

        command.Add(data);
        command.Add(threads);
        command.Add(new DeviceOption());
    }

    /// <summary>The files of cases that were named; none for the embedded suite.</summary>
    public string[] Files(ParseResult parsed) => selection.Files(parsed);

    /// <summary>All cases there are, and those that were selected.</summary>
    public (IReadOnlyList<Case> All, IReadOnlyList<Case> Selected) Cases(ParseResult parsed)
    {
        var all = selection.All(parsed);
        return (all, selection.Asked(parsed, all));
    }

    /// <summary>The backend or results file of that name.</summary>
    public Answers Open(ParseResult parsed, string name, IReadOnlyList<Case> all) =>
        Answers.Open(name, all, Data(parsed), Threads(parsed));

    /// <summary>Folder of the real data sets.</summary>
    public string? Data(ParseResult parsed) => DataFolder.Of(parsed, data);

    /// <summary>Threads of each backend.</summary>
    public int? Threads(ParseResult parsed) => parsed.GetValue(threads);
}
