using Conform.Isolation;
using Conform.Testees;
using Mlp.Conformance;

namespace Conform.Verbs;

/// <summary>What <c>conform run</c> is asked for.</summary>
/// <param name="Names">Names of the backends, as given.</param>
/// <param name="Named">Whether the user named them; of others one may be absent.</param>
/// <param name="Files">The files of cases that were named; none for the embedded suite.</param>
/// <param name="Cases">The cases, of all shards.</param>
/// <param name="Shard">The part of them to run; null for all.</param>
/// <param name="Output">Where results go; null for nowhere.</param>
/// <param name="Resume">Whether to go on with an interrupted run.</param>
/// <param name="Declines">What backends of other assemblies decline.</param>
/// <param name="Limits">What a case may take in a worker; null to run in this process.</param>
/// <param name="Data">Folder of the real data sets.</param>
/// <param name="Threads">Threads of each backend.</param>
/// <param name="Json">Whether to print one document for scripts.</param>
internal sealed record RunRequest(
    string[] Names,
    bool Named,
    string[] Files,
    IReadOnlyList<Case> Cases,
    Shard? Shard,
    string? Output,
    bool Resume,
    IReadOnlyList<Decline> Declines,
    Limits? Limits,
    string? Data,
    int? Threads,
    bool Json
)
{
    /// <summary>The backend of that name, in this process or in a worker.</summary>
    public ITestee Testee(string name, CancellationToken cancellation) =>
        Limits is { } limits
            ? Isolated.Start(name, Threads, Data, limits, cancellation)
            : new InProcess(BackendCatalog.Create(name, Threads), Data);

    /// <summary>The journal beside the output; null without one.</summary>
    /// <exception cref="InvalidCaseException">There is one, of another run.</exception>
    public Journal? Journal(IReadOnlyList<ITestee> testees)
    {
        if (Output is null)
        {
            return null;
        }

        var run = new RunIdentity(
            CaseSet.Hash(Cases),
            Shard,
            Build.Id(Names),
            testees.ToDictionary(testee => testee.Name, testee => testee.Environment)
        );
        if (!Resume)
        {
            return Mlp.Conformance.Journal.Begin(Output, run);
        }

        var journal = Mlp.Conformance.Journal.Resume(Output, run);
        Console.Error.WriteLine(
            journal.Count == 0
                ? $"{journal.Path} holds no results yet: the run begins."
                : $"{journal.Path} holds {journal.Count} results: the run goes on after them."
        );
        return journal;
    }

    /// <summary>What the file of a shard says of the run; null for a whole one.</summary>
    public ShardNote? Note(IReadOnlyList<ITestee> testees) =>
        Shard is null
            ? null
            : ShardNote.Of(Shard, Cases, Build.Version, [.. testees.Select(testee => testee.Name)]);
}
