using System.CommandLine;
using System.Globalization;
using Conform.Training;
using Mlp;
using Mlp.Data;
using Mlp.Losses;

namespace Conform.Verbs;

/// <summary><c>conform train</c>: the two data sets, or a table of the user's own, with any backend that trains.</summary>
internal static class TrainVerb
{
    private const string Description = """
        Trains a classifier or a regression: on fashion-mnist (784-300-100-10), california-housing (8-30-1), or a CSV or Parquet of your own.
        Prints what it is about to do, trains with a line an epoch, and says in plain words how it went.
        Examples:
          conform train fashion-mnist --epochs 3 --save fashion.safetensors --curves fashion.svg
          conform train iris.csv --target species --hidden 16 --optimizer adam --epochs 50
          conform train loans.csv --target paid --class-weight balanced --weights-column trust --ignore id
          conform train california-housing --loss mae --schedule "ExponentialDecay decay_steps=1000 decay_rate=0.9"
        """;

    public static Command Create()
    {
        var data = new Argument<string>("data")
        {
            Description = "fashion-mnist, california-housing, or a .csv or .parquet file.",
        };
        var backend = new Option<string>("--backend")
        {
            Description = "Backend to train with (see 'conform backends').",
            DefaultValueFactory = _ => "cpu",
        };
        var folder = DataFolder.OptionWithDownload();
        var seed = new Option<int>("--seed")
        {
            Description = "Seed of first weights, row order and split.",
        };
        var runs = new Option<int>("--runs")
        {
            Description =
                "Train that many times, with rising seeds, and show the final figures together.",
            DefaultValueFactory = _ => 1,
        };
        var threads = new Option<int?>("--threads")
        {
            Description = "Threads of the backend; all cores when left out.",
        };
        var save = new Option<string?>("--save")
        {
            Description = "File for the model, saved after every epoch: .safetensors.",
        };
        var resume = new Option<string?>("--resume")
        {
            Description =
                "A saved model to go on with, as if never interrupted: the same data; --epochs counts the epochs done too.",
        };
        var curves = new Option<string?>("--curves")
        {
            Description = "File for the learning curves: .svg or .png.",
        };
        var shift = new Option<bool>("--shift")
        {
            Description =
                "Draw training curves half an epoch to the left, where their running means were measured.",
        };
        var historyFile = new Option<string?>("--history")
        {
            Description = "File for the figures of every epoch: .csv or .parquet.",
        };
        var json = Json.Option();
        var choices = new ChoiceOptions();
        var tables = new TableArguments();
        var command = new Command("train", Description) { data };
        choices.AddTo(command);
        tables.AddTo(command);
        foreach (
            var option in (Option[])
                [
                    backend,
                    folder,
                    seed,
                    runs,
                    threads,
                    save,
                    resume,
                    curves,
                    shift,
                    historyFile,
                    json,
                ]
        )
        {
            command.Add(option);
        }

        command.SetAction(
            (parsed, cancellation) =>
            {
                var outputs = new Outputs(
                    parsed.GetValue(save),
                    parsed.GetValue(curves),
                    parsed.GetValue(shift),
                    parsed.GetValue(historyFile)
                );
                outputs.Check();
                CheckRuns(parsed.GetValue(runs), parsed.GetValue(resume));
                using var document = parsed.GetValue(json) ? new TrainingDocument() : null;
                var resumed = parsed.GetValue(resume) is { } file ? SavedTask.Load(file) : null;
                var walkthrough = Load(
                    parsed.GetValue(data)!,
                    parsed.GetValue(folder),
                    choices,
                    tables,
                    resumed,
                    parsed
                );
                var chosen = BackendCatalog.Create(
                    parsed.GetValue(backend)!,
                    parsed.GetValue(threads)
                );
                var first = resumed?.Notes.Seed ?? parsed.GetValue(seed);
                var diverged = false;
                var results = new List<(int Seed, Logs Last, Logs Test)>();
                for (var run = 0; run < parsed.GetValue(runs); run++)
                {
                    var training = new TrainingRun(walkthrough, chosen, first + run)
                    {
                        Save = outputs.Save,
                        Resumed = resumed,
                    };
                    var trained = training.Run(cancellation);
                    results.Add((first + run, trained.History.Epochs[^1].Logs, trained.Test));
                    Console.WriteLine("test - " + ProgressLine.Format(trained.Test));
                    Console.WriteLine();
                    Console.Write(trained.History.Diagnose(trained.Baseline));
                    outputs.Write(trained.History);
                    document?.Add(first + run, trained);
                    diverged |= trained.Diverged;
                }

                if (results.Count > 1)
                {
                    Console.WriteLine(Together(results));
                }

                document?.Write();

                return Task.FromResult(diverged ? 1 : 0);
            }
        );
        return command;
    }

    private static void CheckRuns(int runs, string? resumed)
    {
        if (runs < 1)
        {
            throw new ArgumentException($"--runs is {runs}; at least 1 is needed.");
        }

        // The next seed divides the rows otherwise: what was trained on would be tested on.
        if (runs > 1 && resumed is not null)
        {
            throw new ArgumentException(
                $"--runs {runs} was given with --resume; a saved model goes on with the seed that it was begun with, in one run."
            );
        }
    }

    private static Walkthrough Load(
        string data,
        string? folder,
        ChoiceOptions choices,
        TableArguments tables,
        SavedTask? resumed,
        ParseResult parsed
    )
    {
        if (Walkthrough.Names.Contains(data))
        {
            tables.RefuseFor(data, parsed);
            var known = Walkthrough.Load(data, folder);
            return known with
            {
                Hyperparameters = choices.For(
                    known.Problem,
                    resumed?.Hyperparameters(known.Hyperparameters) ?? known.Hyperparameters,
                    parsed
                ),
            };
        }

        if (!File.Exists(data))
        {
            throw new ArgumentException(
                $"'{data}' is no file, and no data set of this tool: {string.Join(", ", Walkthrough.Names)}."
            );
        }

        var problem = TableProblem.Of(
            tables.Of(data, parsed),
            choices.Loss(parsed) ?? resumed?.Saved.Compiled.Loss
        );
        Loss standard = problem.Classes is null
            ? "mean_squared_error"
            : "sparse_categorical_crossentropy";
        var usual = new Hyperparameters([32], "relu", standard, "sgd", 32, 30);
        return new(problem, choices.For(problem, resumed?.Hyperparameters(usual) ?? usual, parsed));
    }

    private static string Together(List<(int Seed, Logs Last, Logs Test)> results)
    {
        var lines = results.Select(result =>
            $"seed {result.Seed}: {ProgressLine.Format(result.Last.With(result.Test, "test_"))}"
        );
        string[] keys = [.. results[0].Last.With(results[0].Test, "test_").Keys];
        var bands = keys.Select(key =>
        {
            var values = results
                .Select(result => result.Last.With(result.Test, "test_")[key])
                .ToArray();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{key} {values.Min():F4} to {values.Max():F4}"
            );
        });
        return string.Join("\n", lines.Append("over all seeds: " + string.Join(", ", bands)));
    }

    // Files that are asked for; of several runs, the last one's stay.
    private sealed record Outputs(string? Save, string? Curves, bool Shift, string? History)
    {
        public void Check()
        {
            OutputFile.Check(Save, ".safetensors");
            OutputFile.Check(Curves, LearningCurves.Endings);
            OutputFile.Check(History, ".csv", ".parquet");
        }

        public void Write(History history)
        {
            if (Curves is not null)
            {
                Aside.Write(Curves, LearningCurves.Draw(history, Curves, Shift));
            }

            if (History?.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase) == true)
            {
                history.SaveParquet(History);
            }
            else if (History is not null)
            {
                history.SaveCsv(History);
            }
        }
    }
}
