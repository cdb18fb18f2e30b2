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
          conform train fashion-mnist --checkpoint runs/fashion --resume
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
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description =
                "Folder that keeps the training after every epoch, to go on from with --resume; and the best model so far.",
        };
        var resume = new Option<string?>("--resume")
        {
            Description =
                "Go on as if never interrupted, with the folder of --checkpoint, or a saved model that is named: the same data; "
                + "--epochs counts the epochs done too.",
            Arity = ArgumentArity.ZeroOrOne,
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
                    new DeviceOption(),
                    save,
                    checkpoint,
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
                var asked = parsed.GetResult(resume) is not null;
                var kept = parsed.GetValue(checkpoint) is { } path
                    ? new CheckpointFolder(path)
                    : null;
                CheckRuns(parsed.GetValue(runs), asked, kept);
                using var document = parsed.GetValue(json) ? new TrainingDocument() : null;
                var resumed = Resumed(asked, parsed.GetValue(resume), kept);
                CheckSeed(parsed.GetResult(seed) is null ? null : parsed.GetValue(seed), resumed);
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
                        Folder = kept,
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

    private static void CheckRuns(int runs, bool resumed, CheckpointFolder? kept)
    {
        if (runs < 1)
        {
            throw new ArgumentException($"--runs is {runs}; at least 1 is needed.");
        }

        // The next seed divides the rows otherwise: what was trained on would be tested on.
        if (runs > 1 && resumed)
        {
            throw new ArgumentException(
                $"--runs {runs} was given with --resume; a saved model goes on with the seed that it was begun with, in one run."
            );
        }

        if (runs > 1 && kept is not null)
        {
            throw new ArgumentException(
                $"--runs {runs} was given with --checkpoint, whose folder keeps one training; give each run a folder and a --seed of its own."
            );
        }
    }

    private static void CheckSeed(int? seed, SavedTask? resumed)
    {
        if (seed is { } asked && resumed is not null && asked != resumed.Notes.Seed)
        {
            throw new ArgumentException(
                $"--seed {asked} was given, and the model to go on with was begun with {resumed.Notes.Seed}, which it goes on with; leave --seed out."
            );
        }
    }

    // What training goes on with; null where it begins.
    private static SavedTask? Resumed(bool asked, string? file, CheckpointFolder? kept)
    {
        if (asked && file is null && kept is null)
        {
            throw new ArgumentException(
                "--resume was given without a file; name a saved model, or the folder of a training by --checkpoint."
            );
        }

        if (kept is { IsBegun: true } && (!asked || file is not null))
        {
            throw new ArgumentException(
                $"{kept.Path} keeps a training already; go on with it by --resume, or give another folder."
            );
        }

        return file is not null ? SavedTask.Load(file)
            : asked && kept!.IsBegun ? SavedTask.Load(kept.Last)
            : null;
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
                LearningCurves.Save(history, Curves, Shift);
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
