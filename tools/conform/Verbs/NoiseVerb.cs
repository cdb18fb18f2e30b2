using System.CommandLine;
using Mlp;
using Mlp.Conformance;

namespace Conform.Verbs;

/// <summary><c>conform noise</c>: measures how far apart equally right runs of every training lie.</summary>
internal static class NoiseVerb
{
    private static readonly string[] Paths = ["cpu:avx512", "cpu:avx2", "cpu:v128"];

    public static Command Create()
    {
        var output = new Option<string>("--out")
        {
            Description = "File to write.",
            DefaultValueFactory = _ => "fixtures/noise.jsonl",
        };
        var json = Json.Option();
        var options = new CaseOptions();
        var command = new Command(
            "noise",
            "Runs every training on the plain float32 loop, under reversed sums and 1-ULP input noise, and on the SIMD paths "
                + "as they are, and records the largest distance of each output between any two of them and the expectation.\n"
                + "Example: conform noise --out fixtures/noise.jsonl"
        )
        {
            output,
            json,
        };
        options.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
            {
                var path = parsed.GetValue(output)!;
                var (_, selected) = options.Cases(parsed);
                var measurement = new NoiseMeasurement(
                    BackendCatalog
                        .Probe()
                        .Where(entry => Paths.Contains(entry.Name))
                        .Select(entry => entry.Backend)
                        .OfType<IBackend>(),
                    options.Data(parsed)
                );
                var noise = measurement.Measure(
                    selected,
                    File.Exists(path) ? NoiseEnvelope.Read(path) : NoiseEnvelope.None,
                    cancellation
                );
                noise.Write(path);
                if (parsed.GetValue(json))
                {
                    Json.Write(new { path, trainings = noise.Ids });
                }
                else
                {
                    Console.WriteLine($"{noise.Ids.Count()} trainings measured in {path}.");
                }

                return Task.FromResult(noise.Ids.Any() ? 0 : 3);
            }
        );
        return command;
    }
}
