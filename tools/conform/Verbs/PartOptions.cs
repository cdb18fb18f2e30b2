using System.CommandLine;
using Mlp.Conformance;

namespace Conform.Verbs;

/// <summary>The options by which a run is cut into parts, in space and in time.</summary>
internal sealed class PartOptions
{
    private readonly Option<string?> shard = new("--shard")
    {
        Description =
            "Run one part of the cases: I/N, as in 3/8, or auto, which takes both from Slurm, Kubernetes or CI. 'conform merge' puts the "
            + "results together.",
    };

    private readonly Option<bool> resume = new("--resume")
    {
        Description =
            "Go on with an interrupted run of the same command: cases that it finished are not run again. Needs --out.",
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(shard);
        command.Add(resume);
    }

    /// <summary>The part to run; null for all.</summary>
    /// <exception cref="ArgumentException">It is no shard.</exception>
    public Shard? Shard(ParseResult parsed) =>
        parsed.GetValue(shard) is { } text
            ? ShardVariables.Of(text, Environment.GetEnvironmentVariable)
            : null;

    /// <summary>Whether to go on with an interrupted run.</summary>
    /// <exception cref="ArgumentException">There is no output beside which its journal could lie.</exception>
    public bool Resume(ParseResult parsed, string? output) =>
        parsed.GetValue(resume)
        && (
            output is not null
                ? true
                : throw new ArgumentException(
                    "--resume needs --out: what is finished is kept beside that file."
                )
        );
}
