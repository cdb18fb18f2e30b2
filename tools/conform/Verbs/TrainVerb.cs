using System.CommandLine;
using System.Globalization;
using Conform.Training;
using Mlp;

namespace Conform.Verbs;

/// <summary><c>conform train</c>: the two walkthroughs on real data, with any backend.</summary>
internal static class TrainVerb
{
    public static Command Create()
    {
        var dataSet = new Argument<string>("data-set")
        {
            Description = "fashion-mnist or california-housing",
        };
        dataSet.AcceptOnlyFromAmong(Walkthrough.Names);
        var backend = new Option<string>("--backend")
        {
            Description = "Backend to train with (see 'conform backends').",
            DefaultValueFactory = _ => "cpu",
        };
        var epochs = new Option<int?>("--epochs")
        {
            Description = "Passes over the rows (30, or 20 for housing).",
        };
        var data = new Option<string?>("--data")
        {
            Description =
                "Folder that holds the data sets; else MLP_DATA, else a download into a user cache.",
        };
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
        var command = new Command(
            "train",
            "Trains on a real data set: fashion-mnist (784-300-100-10) or california-housing (8-30-1).\n"
                + "Example: conform train fashion-mnist --backend torch:cpu --epochs 3"
        )
        {
            dataSet,
            backend,
            epochs,
            data,
            seed,
            runs,
            threads,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var chosen = BackendCatalog.Create(
                    parsed.GetValue(backend)!,
                    parsed.GetValue(threads)
                );
                var walkthrough = Walkthrough.Load(
                    parsed.GetValue(dataSet)!,
                    parsed.GetValue(data)
                );
                var passes = parsed.GetValue(epochs) ?? walkthrough.Epochs;
                var first = parsed.GetValue(seed);
                Console.WriteLine($"{walkthrough.Title}, backend {chosen.Name}");
                var results = new List<(int Seed, Logs Last, Logs Test)>();
                for (var run = 0; run < parsed.GetValue(runs); run++)
                {
                    var (history, test) = walkthrough.Train(
                        chosen,
                        passes,
                        first + run,
                        cancellation
                    );
                    results.Add((first + run, history.Epochs[^1].Logs, test));
                    Console.WriteLine("test - " + ProgressLine.Format(test));
                }

                if (results.Count > 1)
                {
                    Console.WriteLine(Together(results));
                }

                return Task.FromResult(0);
            }
        );
        return command;
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
}
