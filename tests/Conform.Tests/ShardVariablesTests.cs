using Mlp.Conformance;

namespace Conform.Tests;

/// <summary>Which shard a job is, by what its scheduler says.</summary>
public class ShardVariablesTests
{
    [TestCase(
        "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=8",
        "1/8"
    )]
    [TestCase(
        "SLURM_ARRAY_TASK_ID=8 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=8",
        "8/8"
    )]
    [TestCase(
        "SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=3 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_COUNT=4",
        "3/4"
    )] // --array=3-9:2
    [TestCase(
        "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_MAX=5 SLURM_ARRAY_TASK_COUNT=1",
        "1/1"
    )]
    [TestCase("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=4", "2/4")] // before Slurm 16.05
    [TestCase("JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=8", "1/8")]
    [TestCase("JOB_COMPLETION_INDEX=7 JOB_COMPLETIONS=8", "8/8")]
    [TestCase("CI_NODE_INDEX=3 CI_NODE_TOTAL=8", "3/8")]
    [TestCase("SHARD_INDEX=3 SHARD_COUNT=8", "3/8")]
    [TestCase("SHARD_INDEX=3 SHARD_COUNT=8 CI_NODE_INDEX=1 CI_NODE_TOTAL=2", "3/8")] // said by hand
    [TestCase("CI_NODE_INDEX=3 CI_NODE_TOTAL=8 JOB_COMPLETION_INDEX=2 JOB_COMPLETIONS=8", "3/8")] // they agree
    public void Auto_takes_both_numbers_from_the_scheduler(string variables, string shard) =>
        Assert.That(ShardVariables.Of("auto", Set(variables)), Is.EqualTo(Shard.Parse(shard)));

    [TestCase("", "finds none")]
    [TestCase("CI_NODE_TOTAL=1", "finds none")] // what GitLab sets in every job
    [TestCase("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1", "SLURM_ARRAY_TASK_MAX")]
    [TestCase(
        "SLURM_ARRAY_TASK_ID=3 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=3",
        "even steps"
    )] // --array=1,3,7
    [TestCase(
        "SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=3",
        "even steps"
    )] // --array=1,2,7
    [TestCase(
        "SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=8",
        "10/8"
    )]
    [TestCase("JOB_COMPLETION_INDEX=0", "JOB_COMPLETIONS")]
    [TestCase("JOB_COMPLETION_INDEX=8 JOB_COMPLETIONS=8", "9/8")]
    [TestCase("CI_NODE_INDEX=0 CI_NODE_TOTAL=8", "0/8")] // GitLab counts from 1
    [TestCase("CI_NODE_INDEX=3", "CI_NODE_TOTAL")]
    [TestCase("CI_NODE_INDEX=three CI_NODE_TOTAL=8", "'three'")]
    [TestCase(
        "CI_NODE_INDEX=3 CI_NODE_TOTAL=8 JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=8",
        "several"
    )]
    [TestCase("SHARD_INDEX=1", "SHARD_COUNT")]
    [TestCase("SHARD_INDEX=-1 SHARD_COUNT=2", "'-1'")]
    public void What_names_no_shard_is_refused(string variables, string message) =>
        Assert.That(
            () => ShardVariables.Of("auto", Set(variables)),
            Throws.ArgumentException.With.Message.Contains(message)
        );

    [Test]
    public void A_shard_that_is_written_out_asks_no_variable() =>
        Assert.That(
            ShardVariables.Of("2/3", name => throw new InvalidOperationException(name)),
            Is.EqualTo(new Shard(2, 3))
        );

    private static Func<string, string?> Set(string variables)
    {
        var set = variables
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ToDictionary(pair => pair.Split('=')[0], pair => pair.Split('=')[1]);
        return set.GetValueOrDefault;
    }
}
