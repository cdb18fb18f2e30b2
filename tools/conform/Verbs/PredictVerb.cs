using System.CommandLine;
using System.Globalization;
using Conform.Training;
using Mlp;
using Mlp.Data;
using Mlp.Native;

namespace Conform.Verbs;

/// <summary><c>conform predict</c>: what a saved model says of rows.</summary>
internal static class PredictVerb
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
                "The data set it was trained on (its test rows), or a .csv or .parquet file with the same columns.",
        };
        var count = new Option<int?>("--rows")
        {
            Description = "Only the first rows; all when left out.",
        };
        var folder = DataFolder.OptionWithDownload();
        var backend = new Option<string>("--backend")
        {
            Description = "Backend to predict with; ort is one that only predicts.",
            DefaultValueFactory = _ => "cpu",
        };
        var json = new Option<bool>("--json")
        {
            Description = "Print a JSON object a row, with all digits, for scripts.",
        };
        var command = new Command(
            "predict",
            """
            Predicts with a saved model: for classes the name and every probability to two places, else the number.
            Examples:
              conform predict fashion.safetensors fashion-mnist --rows 3
              conform predict iris.safetensors new-irises.csv --json
            """
        )
        {
            model,
            data,
            count,
            folder,
            backend,
            new DeviceOption(),
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var task = SavedTask.Load(parsed.GetValue(model)!);
                var x = task.Inputs(parsed.GetValue(data)!, parsed.GetValue(folder), cancellation);
                if (parsed.GetValue(count) is { } first)
                {
                    if (first < 1)
                    {
                        throw new ArgumentException($"--rows is {first}; at least 1 is needed.");
                    }

                    x = x.Slice(0, Math.Min(first, x.Rows));
                }

                using var compiled = task.Saved.Compile(
                    BackendCatalog.Create(parsed.GetValue(backend)!)
                );
                var outputs = compiled.Predict(x, cancellation: cancellation);
                var classes = task.Notes.Classes is null
                    ? null
                    : compiled.PredictClasses(x, cancellation: cancellation);
                for (var row = 0; row < outputs.Rows; row++)
                {
                    if (parsed.GetValue(json))
                    {
                        Json.WriteLine(Document(task.Notes, Row(outputs, row), classes?[row]));
                    }
                    else
                    {
                        Console.WriteLine(Line(task.Notes, Row(outputs, row), classes?[row]));
                    }
                }

                return Task.FromResult(0);
            }
        );
        return command;
    }

    private static double[] Row(Tensor outputs, int row) =>
        [
            .. Enumerable
                .Range(0, outputs.RowLength)
                .Select(i => outputs[(row * outputs.RowLength) + i]),
        ];

    private static string Line(SavedNotes notes, double[] outputs, int? predicted) =>
        predicted is { } label
            ? $"{notes.Classes![label]}  [{string.Join(", ", outputs.Select(p => p.ToString("F2", CultureInfo.InvariantCulture)))}]"
            : string.Join(
                ", ",
                outputs.Select(value => value.ToString("G6", CultureInfo.InvariantCulture))
            );

    private static object Document(SavedNotes notes, double[] outputs, int? predicted) =>
        predicted is { } label
            ? new { @class = notes.Classes![label], probabilities = outputs }
            : new { value = outputs };
}
