using System.CommandLine;

namespace Conform.Training;

/// <summary>The options that say what is learnt from a user's own table.</summary>
internal sealed class TableArguments
{
    private readonly Option<string?> target = new("--target")
    {
        Description = "Column to predict, of a table of your own.",
    };

    private readonly Option<string?> weights = new("--weights-column")
    {
        Description = "Column with a weight for every row.",
    };

    private readonly Option<string?> ignore = new("--ignore")
    {
        Description = "Columns to leave out, with commas between them.",
    };

    private readonly Option<string?> texts = new("--texts")
    {
        Description =
            "Columns to take as texts, whatever stands in them: codes that are written as numbers.",
    };

    private readonly Option<string> missing = new("--missing")
    {
        Description = "What to do about rows with a missing value: refuse or drop.",
        DefaultValueFactory = _ => "refuse",
    };

    private readonly Option<double> validation = new("--validation")
    {
        Description = "Share of a table's rows to validate on.",
        DefaultValueFactory = _ => 0.2,
    };

    private readonly Option<double> test = new("--test")
    {
        Description = "Share of a table's rows to test on.",
        DefaultValueFactory = _ => 0.2,
    };

    public TableArguments() => missing.AcceptOnlyFromAmong("refuse", "drop");

    private Option[] All => [target, weights, ignore, texts, missing, validation, test];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }
    }

    /// <summary>What is asked of a table.</summary>
    /// <exception cref="ArgumentException">No target is given, or the shares leave no row to train on.</exception>
    public TableOptions Of(string path, ParseResult parsed)
    {
        var options = new TableOptions(
            path,
            parsed.GetValue(target)
                ?? throw new ArgumentException(
                    $"{path} is a table; say which column is to be predicted with --target COLUMN."
                )
        )
        {
            WeightsColumn = parsed.GetValue(weights),
            Ignore = List(parsed.GetValue(ignore)),
            Texts = List(parsed.GetValue(texts)),
            DropMissing = parsed.GetValue(missing) == "drop",
            Validation = parsed.GetValue(validation),
            Test = parsed.GetValue(test),
        };
        return options is { Validation: > 0, Test: > 0 } && options.Validation + options.Test < 1
            ? options
            : throw new ArgumentException(
                $"--validation {options.Validation} and --test {options.Test} were given; both must be above 0, and below 1 together."
            );
    }

    /// <summary>Refuses options of a table where there is none.</summary>
    /// <exception cref="ArgumentException">One was given.</exception>
    public void RefuseFor(string dataSet, ParseResult parsed)
    {
        foreach (var option in All)
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                throw new ArgumentException(
                    $"{option.Name} was given; it is for tables of your own, and {dataSet} needs none."
                );
            }
        }
    }

    private static string[] List(string? text) =>
        text?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        ?? [];
}
