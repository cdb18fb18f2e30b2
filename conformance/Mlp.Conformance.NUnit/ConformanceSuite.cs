using System.Text.RegularExpressions;
using NUnit.Framework;

namespace Mlp.Conformance.NUnit;

/// <summary>
/// The golden suite over one backend: every case its own test, named by the case's id, with the backend and the family as
/// categories, and one that holds the backend to its declines. Nothing here is virtual: a backend cannot weaken a case, only
/// decline it by rule. Put <c>[TestFixture]</c> on the class that inherits it: NUnit looks into assemblies that name one of its
/// types, and into no others.
/// </summary>
/// <typeparam name="TBackend">The backend.</typeparam>
[Parallelizable(ParallelScope.Self)]
public abstract class ConformanceSuite<TBackend>
    where TBackend : IBackendUnderTest
{
    private static readonly Judge Judge = new(TBackend.Declines);
    private static readonly string? DataFolder = Environment.GetEnvironmentVariable("MLP_DATA");
    private readonly List<Result> results = [];
    private readonly List<Verdict> verdicts = [];
    private Runner? runner;
    private string? absent;

    /// <summary>Makes the backend, or notes why there is none here.</summary>
    [OneTimeSetUp]
    public void CreateBackend()
    {
        try
        {
            runner = new Runner(TBackend.Create(), DataFolder);
        }
        catch (NotSupportedException reason)
        {
            absent = reason.Message;
        }
    }

    /// <summary>The backend gives what the case expects.</summary>
    [EveryCase]
    public void Holds(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (runner is null)
        {
            Assert.Ignore($"{TBackend.Name} is absent: {absent}");
        }

        var result = runner.Run(value);
        var verdict = Judge.Verdict(value, result, TBackend.Name);
        results.Add(result);
        verdicts.Add(verdict);
        if (verdict.IsBad)
        {
            Assert.Fail(FailureText.With(verdict, $"run just this: {Command()}"));
        }

        if (verdict.Kind == VerdictKind.Absent)
        {
            Assert.Ignore(verdict.Message ?? "absent");
        }
    }

    // The test's name is that of its class and its case; a backend's may hold what a shell or a filter takes for its own. Of that a
    // class has brackets alone, where the fixture has arguments.
    private static string Command() =>
        $"dotnet test --filter \"FullyQualifiedName={Regex.Replace(TestContext.CurrentContext.Test.FullName, @"[()]", @"\$0")}\"";

    /// <summary>
    /// No decline is stale: every case that one covers is run, whatever else of the suite runs. A test of its own: a failure after
    /// the last test is shown, but does not fail a run.
    /// </summary>
    [OneTest("declines hold")]
    public void DeclinesHold()
    {
        if (runner is null)
        {
            Assert.Ignore($"{TBackend.Name} is absent: {absent}");
        }

        var stale = TBackend
            .Declines.Where(decline =>
                decline.IsStale(
                    Fixtures
                        .All.Where(decline.Covers)
                        .Select(value => Judge.Verdict(value, runner.Run(value), TBackend.Name))
                )
            )
            .Select(decline => decline.Reason);
        Assert.That(
            stale,
            Is.Empty,
            $"These declines of {TBackend.Name} no longer hold; take them out"
        );
    }

    /// <summary>After the whole suite, leaves the results in <c>artifacts/conformance</c>: a part must not take the place of whole results.</summary>
    [OneTimeTearDown]
    public void LeaveResults()
    {
        if (runner is null || verdicts.Count < Fixtures.All.Count)
        {
            return;
        }

        var folder = Path.Combine(Artifacts.Folder, "conformance");
        Directory.CreateDirectory(folder);
        ResultFile.Write(
            Path.Combine(folder, TBackend.Name.Replace(':', '-') + ".parquet"),
            new(
                results,
                new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    [TBackend.Name] = runner.Backend.Environment,
                }
            )
        );
    }
}
