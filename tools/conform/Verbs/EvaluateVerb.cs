using System.CommandLine;
using Conform.Training;
using Mlp.Native;

namespace Conform.Verbs;

/// <summary><c>conform evaluate</c>: a saved model on rows with known answers.</summary>
internal static class EvaluateVerb
{
    public static Command Create()
    {
        var model = new Argument<string>("model")
        {
            Description = "A model of 'conform train --save'.",
        };
        var data = new Argument<string>("data")
        {
            Description =
                "The data set it was trained on (its test rows), or a .csv or .parquet file with the target column.",
        };
        var folder = DataFolder.OptionWithDownload();
        var backend = new Option<string>("--backend")
        {
            Description = "Backend to evaluate with.",
            DefaultValueFactory = _ => "cpu",
        };
        var json = Json.Option();
        var command = new Command(
            "evaluate",
            """
            Evaluates a saved model: loss and metrics, and for classes the confusion matrix and the accuracy of each class.
            Examples:
              conform evaluate fashion.safetensors fashion-mnist
              conform evaluate iris.safetensors more-irises.csv --json
            """
        )
        {
            model,
            data,
            folder,
            backend,
            new DeviceOption(),
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var task = SavedTask.Load(parsed.GetValue(model)!);
                var rows = task.Rows(parsed.GetValue(data)!, parsed.GetValue(folder), cancellation);
                using var compiled = task.Saved.Compile(
                    BackendCatalog.Create(parsed.GetValue(backend)!)
                );
                var logs = compiled.Evaluate(rows, 32, null, cancellation);
                var matrix = task.Notes.Classes is { } classes
                    ? ConfusionMatrix.Of(
                        classes,
                        ClassBalance.Labels(rows.Y).ToArray(),
                        compiled.PredictClasses(rows.X, cancellation: cancellation)
                    )
                    : null;
                if (parsed.GetValue(json))
                {
                    Json.Write(
                        new
                        {
                            rows = rows.Rows,
                            logs = Json.Of(logs),
                            classes = matrix?.Classes,
                            confusion = matrix?.Counts,
                            accuracies = matrix?.Classes.Select(
                                (_, i) => matrix.Rows(i) == 0 ? null : (double?)matrix.Accuracy(i)
                            ),
                        }
                    );
                }
                else
                {
                    Console.WriteLine($"{rows.Rows} rows - {ProgressLine.Format(logs)}");
                    Console.Write(matrix is null ? "" : $"\n{matrix}");
                }

                return Task.FromResult(0);
            }
        );
        return command;
    }
}
