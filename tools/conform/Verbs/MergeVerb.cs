using System.CommandLine;
using Mlp.Conformance;

namespace Conform.Verbs;

/// <summary><c>conform merge</c>: the results of all shards of a run as one file.</summary>
internal static class MergeVerb
{
    public static Command Create()
    {
        var shards = new Argument<string[]>("shards")
        {
            Description = "The .parquet files that run --shard wrote, or folders of nothing else.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--out")
        {
            Description = "Where to: a .parquet or .jsonl file.",
            Required = true,
        };
        var json = Json.Option();
        var command = new Command(
            "merge",
            "Puts the results of all shards of a run together, as the run would have written them uncut. Refuses shards that are missing, "
                + "there twice, or of another run.\n"
                + "Example: conform merge shards --out results.parquet"
        )
        {
            shards,
            output,
        };
        command.Add(json);
        command.SetAction(parsed =>
            Merge(parsed.GetValue(shards)!, parsed.GetValue(output)!, parsed.GetValue(json))
        );
        return command;
    }

    private static int Merge(string[] named, string output, bool json)
    {
        ResultFile.CheckEnding(output);
        string[] paths = [.. named.SelectMany(Files)];
        if (paths.Any(path => Path.GetFullPath(path) == Path.GetFullPath(output)))
        {
            throw new ArgumentException(
                $"--out {output} is one of the files to merge; name another one."
            );
        }

        (string Path, ResultSet Set)[] read =
        [
            .. paths.Select(path => (path, ResultFile.Read(path))),
        ];
        var merged = Shards.Merge(read);
        ResultFile.Write(output, merged);
        var cases = read.Sum(shard => shard.Set.Shard!.Positions.Count);
        var results = read[0]
            .Set.Shard!.Backends.ToDictionary(
                backend => backend,
                backend => merged.Results.Count(result => result.Backend == backend)
            );
        if (json)
        {
            Json.Write(
                new
                {
                    path = output,
                    shards = read.Length,
                    cases,
                    results,
                }
            );
            return 0;
        }

        foreach (var (backend, count) in results)
        {
            Console.WriteLine(
                $"{read.Length} shards, {cases} cases, {count} results of {backend} in {output}"
                    + (
                        count == cases
                            ? "."
                            : $"; {cases - count} were absent, whose data were not there."
                    )
            );
        }

        return 0;
    }

    private static string[] Files(string path)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? [path]
                : throw new FileNotFoundException($"There is no file or folder '{path}'.");
        }

        string[] files =
        [
            .. Directory.EnumerateFiles(path, "*.parquet").Order(StringComparer.Ordinal),
        ];
        return files.Length > 0
            ? files
            : throw new FileNotFoundException($"{path} holds no .parquet file.");
    }
}
