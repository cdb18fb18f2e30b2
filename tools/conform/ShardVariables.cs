using System.Globalization;
using Mlp.Conformance;

namespace Conform;

/// <summary>Which shard a job is, by the environment variables that its scheduler sets: what <c>--shard auto</c> means.</summary>
internal static class ShardVariables
{
    /// <summary>The variables, for messages.</summary>
    private const string Known =
        "SHARD_INDEX and SHARD_COUNT (from 1); SLURM_ARRAY_TASK_ID (sbatch --array); JOB_COMPLETION_INDEX (Kubernetes) with "
        + "JOB_COMPLETIONS; CI_NODE_INDEX and CI_NODE_TOTAL (GitLab)";

    /// <summary>The shard that is written as an option, or that the variables name.</summary>
    /// <param name="text">I/N, or auto.</param>
    /// <param name="variable">Looks up a variable; null or empty where it is not set.</param>
    /// <exception cref="ArgumentException">It is no shard, or the variables name none, or several.</exception>
    public static Shard Of(string text, Func<string, string?> variable) =>
        text == "auto" ? Auto(variable) : Shard.Parse(text);

    private static Shard Auto(Func<string, string?> variable)
    {
        // Whoever sets these two means them.
        if (Pair("SHARD_INDEX", 1, "SHARD_COUNT", variable) is { } plain)
        {
            return plain;
        }

        (string Name, Shard Shard)[] found =
        [
            .. new (string, Shard?)[]
            {
                ("Slurm", Slurm(variable)),
                ("Kubernetes", Pair("JOB_COMPLETION_INDEX", 0, "JOB_COMPLETIONS", variable)),
                ("GitLab", Pair("CI_NODE_INDEX", 1, "CI_NODE_TOTAL", variable)),
            }
                .Where(pair => pair.Item2 is not null)
                .Select(pair => (pair.Item1, pair.Item2!)),
        ];
        return found.Select(pair => pair.Shard).Distinct().ToArray() switch
        {
            [var one] => one,
            [] => throw new ArgumentException(
                $"--shard auto finds none of the variables that it knows: {Known}. Set them, or write --shard I/N."
            ),
            _ => throw new ArgumentException(
                $"--shard auto finds several: {string.Join(", ", found.Select(pair => $"{pair.Shard} by {pair.Name}"))}. Set SHARD_INDEX and "
                    + "SHARD_COUNT, or write --shard I/N."
            ),
        };
    }

    private static Shard? Pair(
        string index,
        int from,
        string count,
        Func<string, string?> variable
    ) =>
        Number(index, variable) is { } i
            ? Made(i - from, Required(count, index, variable), $"{index} and {count}")
            : null;

    // The ids of an array may begin anywhere and go in steps.
    private static Shard? Slurm(Func<string, string?> variable)
    {
        const string Id = "SLURM_ARRAY_TASK_ID";
        if (Number(Id, variable) is not { } id)
        {
            return null;
        }

        var (min, max) = (
            Required("SLURM_ARRAY_TASK_MIN", Id, variable),
            Required("SLURM_ARRAY_TASK_MAX", Id, variable)
        );
        var count = Number("SLURM_ARRAY_TASK_COUNT", variable) ?? (max - min + 1);
        var step = count > 1 ? (max - min) / (count - 1) : 1;
        return count > 0 && step > 0 && min + (step * (count - 1)) == max && (id - min) % step == 0
            ? Made((id - min) / step, count, Id)
            : throw new ArgumentException(
                $"The ids of the Slurm array go from {min} to {max}, {count} of them, {Id} {id} among them: these are not even steps. Take an "
                    + "array like --array=0-7, or write --shard I/N."
            );
    }

    private static Shard Made(int place, int count, string by)
    {
        try
        {
            return new(place + 1, count);
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentException($"--shard auto, by {by}: {wrong.Message}", wrong);
        }
    }

    private static int Required(string name, string beside, Func<string, string?> variable) =>
        Number(name, variable)
        ?? throw new ArgumentException(
            $"{beside} is set and {name} is not, so that it is not known how many shards there are. Set it, or write --shard I/N."
        );

    private static int? Number(string name, Func<string, string?> variable) =>
        variable(name) is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
        : throw new ArgumentException($"{name} is '{text}'; it must be a whole number from 0.");
}
