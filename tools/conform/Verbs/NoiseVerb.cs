using System.CommandLine;
using Mlp.Conformance;
using Mlp.Native;

namespace Conform.Verbs;

/// <summary><c>conform noise</c>: measures how far apart equally right runs of every training lie.</summary>
internal static class NoiseVerb
{
    public static Command Create()
    {
        var output = new Option<string>("--out")
        {
            Description = "File to write.",
            DefaultValueFactory = _ => "fixtures/noise.jsonl",
        };
        var json = Json.Option();
        var selection = new CaseSelection();
        var data = DataFolder.Option();
        var command = new Command(
            "noise",
            "Runs every training on the plain float32 loop, under reversed sums and 1-ULP input noise, and on the SIMD paths "
                + "as they are, and records the largest distance of each output between any two of them and the expectation. "
                + "What the file holds of trainings that are not asked for stays.\n"
                + "Example: conform noise --out fixtures/noise.jsonl"
        )
        {
            output,
            json,
        };
        foreach (var option in selection.Options)
        {
            command.Add(option);
        }

        command.Add(data);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var path = parsed.GetValue(output)!;
                var all = selection.All(parsed);
                var selected = selection.Asked(parsed, all);

                // Read first: a file that cannot be read is known before all the work.
                var standing = File.Exists(path) ? NoiseEnvelope.Read(path) : NoiseEnvelope.None;
                var measurement = new NoiseMeasurement(
                    // The first is the best path under its bare name.
                    CpuBackend.Available.Skip(1).Select(name => new CpuBackend(name)),
                    DataFolder.Of(parsed, data)
                );
                var measured = measurement.Measure(selected, cancellation);
                string[] trainings = [.. measured.Ids];
                var noise = standing;
                if (trainings.Length > 0)
                {
                    noise = measured.Over(standing, Stays(selection.Files(parsed), all));
                    noise.Write(path);
                }

                var kept = noise.Ids.Count() - trainings.Length;
                if (parsed.GetValue(json))
                {
                    Json.Write(
                        new
                        {
                            path,
                            trainings,
                            kept,
                        }
                    );
                }
                else
                {
                    Console.WriteLine(
                        trainings.Length == 0
                            ? "0 trainings measured, and nothing written: none was asked for whose data are here (MLP_DATA)."
                            : $"{trainings.Length} {(trainings.Length == 1 ? "training" : "trainings")} measured in {path}, {kept} kept."
                    );
                }

                return Task.FromResult(trainings.Length > 0 ? 0 : 3);
            }
        );
        return command;
    }

    // What is no training of the suite any more goes. Files of others say nothing of what else there is.
    private static Func<string, bool> Stays(string[] files, IReadOnlyList<Case> all)
    {
        if (files.Length > 0)
        {
            return _ => true;
        }

        var trainings = all.Where(Trajectories.Covers).Select(value => value.Id).ToHashSet();
        return trainings.Contains;
    }
}
