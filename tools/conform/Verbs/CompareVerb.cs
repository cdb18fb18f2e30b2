using System.CommandLine;
using Conform.Reports;
using Conform.Training;
using Mlp.Conformance;
using Spectre.Console;

namespace Conform.Verbs;

/// <summary><c>conform compare</c>: two backends or results files side by side, on the same cases and over whole trainings.</summary>
internal static class CompareVerb
{
    public static Command Create()
    {
        var left = new Argument<string>("left")
        {
            Description = "Backend, file of results, or FILE@BACKEND.",
        };
        var right = new Argument<string>("right") { Description = "The other, of either kind." };
        var most = new Option<int>("--most")
        {
            Description = "How many of the cases that lie farthest apart are listed; 0 for all.",
            DefaultValueFactory = _ => 10,
        };
        var train = new Option<string?>("--train")
        {
            Description =
                "Train both, epoch by epoch, on a real data set instead: fashion-mnist or california-housing.",
        };
        train.AcceptOnlyFromAmong(Walkthrough.Names);
        var epochs = new Option<int>("--epochs")
        {
            Description = "Epochs of --train.",
            DefaultValueFactory = _ => 3,
        };
        var seed = new Option<int>("--seed")
        {
            Description = "Seed of --train: first weights, row order and split.",
        };
        var json = Json.Option();
        var options = new CaseOptions();
        var command = new Command(
            "compare",
            "Shows two backends or files of results side by side: per family how many cases agree, how far apart the others lie and "
                + "how exact each is; then every training: loss, largest gap of weights, first epoch of divergence.\n"
                + "Exit codes: 0 compared, however far apart; 2 bad input; 3 nothing compared.\n"
                + "Example: conform compare cpu torch:cpu"
        )
        {
            left,
            right,
            most,
            train,
            epochs,
            seed,
            json,
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var names = (Left: parsed.GetValue(left)!, Right: parsed.GetValue(right)!);
                return Task.FromResult(
                    parsed.GetValue(train) is { } dataSet
                        ? Train(
                            () => Walkthrough.Load(dataSet, options.Data(parsed)),
                            names,
                            options.Threads(parsed),
                            (parsed.GetValue(epochs), parsed.GetValue(seed)),
                            parsed.GetValue(json),
                            cancellation
                        )
                        : Compare(
                            parsed,
                            options,
                            names,
                            parsed.GetValue(json) ? null : parsed.GetValue(most),
                            cancellation
                        )
                );
            }
        );
        return command;
    }

    // No number to list: as a document, which has them all.
    private static int Compare(
        ParseResult parsed,
        CaseOptions options,
        (string Left, string Right) names,
        int? most,
        CancellationToken cancellation
    )
    {
        var (all, selected) = options.Cases(parsed);
        var left = options.Open(parsed, names.Left, all);
        var right = options.Open(parsed, names.Right, all);
        Answers.CheckTwo(left, right);
        var differ = new Differ(new Judge(BackendCatalog.Declines));
        var changes = new List<Change>();
        var trainings = new List<TrajectoryPair>();
        foreach (var value in selected)
        {
            cancellation.ThrowIfCancellationRequested();
            var (a, b) = (left.Of(value), right.Of(value));
            changes.Add(differ.Of(value, a, b));
            if (TrajectoryPair.Of(value, a, b) is { } pair)
            {
                trainings.Add(pair);
            }
        }

        if (most is { } listed)
        {
            SideBySide.Write(changes, trainings, (left.Name, right.Name), listed);
        }
        else
        {
            Json.Write(Documents.Of(changes, trainings, (left.Name, right.Name)));
        }

        return changes.Any(change => change.IsCompared) ? 0 : 3;
    }

    private static int Train(
        Func<Walkthrough> load,
        (string Left, string Right) names,
        int? threads,
        (int Epochs, int Seed) run,
        bool json,
        CancellationToken cancellation
    )
    {
        if (run.Epochs < 1)
        {
            throw new ArgumentException($"--epochs is {run.Epochs}; at least 1 is needed.");
        }

        foreach (var name in (string[])[names.Left, names.Right])
        {
            if (Answers.FilePart(name) is not null)
            {
                throw new ArgumentException(
                    $"'{name}' is a file: results of cases. --train trains, and takes two backends."
                );
            }
        }

        var backends = (
            Left: BackendCatalog.Create(names.Left, threads),
            Right: BackendCatalog.Create(names.Right, threads)
        );

        // Data may have to be fetched: last, when everything else will do.
        var walkthrough = load();
        var left = Abreast.Train(walkthrough, backends.Left, run.Epochs, run.Seed, cancellation);
        var right = Abreast.Train(walkthrough, backends.Right, run.Epochs, run.Seed, cancellation);
        EpochPair[] pairs = [.. Abreast.Pair(left, right)];
        if (json)
        {
            Json.Write(
                new
                {
                    problem = walkthrough.Problem.Name,
                    run.Seed,
                    names.Left,
                    names.Right,
                    epochs = pairs.Select(pair => new
                    {
                        pair.Epoch,
                        left = Json.Of(pair.Left),
                        right = Json.Of(pair.Right),
                        pair.LossGap,
                        pair.WeightGap,
                        pair.Diverged,
                    }),
                }
            );
            return 0;
        }

        Console.WriteLine($"{walkthrough.Problem.Name}, seed {run.Seed}");
        AnsiConsole.Write(SideBySide.Epochs(pairs, names));
        return 0;
    }
}
