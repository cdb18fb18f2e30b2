using System.CommandLine;
using Mlp.Conformance;
using Mlp.Conformance.Generation;
using Mlp.Conformance.Truth;

namespace Conform.Verbs;

/// <summary><c>conform fixtures</c>: writes the golden suite, and takes in figures from elsewhere.</summary>
internal static class FixturesVerb
{
    // Written again by whoever changes it, then read as a difference of the manifest.
    private const string DefaultFolder = "fixtures/v1";

    public static Command Create() =>
        new("fixtures", "Writes the golden fixtures.") { Write(), Import() };

    private static Option<string> Folder() =>
        new("--folder")
        {
            Description = "Folder of the suite.",
            DefaultValueFactory = _ => DefaultFolder,
        };

    private static Command Write()
    {
        var folder = Folder();
        var data = DataFolder.Option();
        var json = Json.Option();
        var command = new Command(
            "write",
            "Computes every expectation with the plain float64 loop, holds TorchSharp in float64 against it, and writes "
                + "the suite. The same source gives the same bytes.\nExample: conform fixtures write"
        )
        {
            folder,
            data,
            json,
        };
        command.SetAction(
            (parsed, cancellation) =>
            {
                var expectation = new Expectation(
                    new PlainBackend(),
                    BackendCatalog.Create("torch:cpu"),
                    DataFolder.Of(parsed, data)
                );
                Tell(
                    [
                        new FixtureWriter(expectation).Write(
                            parsed.GetValue(folder)!,
                            GoldenSuite.Cases(),
                            cancellation
                        ),
                    ],
                    parsed.GetValue(json)
                );
                return Task.FromResult(0);
            }
        );
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<string[]>("file")
        {
            Description = "Cases as JSON lines, with their sources.",
        };
        var folder = Folder();
        var library = new Option<string?>("--library")
        {
            Description =
                "Who computed them: their files get a folder of that name. Cases of the same library and family are replaced.",
        };
        var json = Json.Option();
        var command = new Command(
            "import",
            "Takes cases that others computed into the suite.\nExample: conform fixtures import torch.jsonl --library torch"
        )
        {
            file,
            folder,
            library,
            json,
        };
        command.SetAction(parsed =>
        {
            Tell(
                parsed
                    .GetValue(file)!
                    .Select(path =>
                        FixtureWriter.Import(
                            parsed.GetValue(folder)!,
                            path,
                            parsed.GetValue(library)
                        )
                    ),
                parsed.GetValue(json)
            );

            return 0;
        });
        return command;
    }

    private static void Tell(IEnumerable<ManifestChange> changes, bool json)
    {
        if (json)
        {
            Json.Write(changes.ToArray());
            return;
        }

        foreach (var change in changes)
        {
            Console.WriteLine(
                $"{change.Added.Count} cases added, {change.Rebounded.Count} have other bounds."
            );
            foreach (var id in change.Rebounded)
            {
                Console.WriteLine($"other bounds: {id}");
            }
        }
    }
}
