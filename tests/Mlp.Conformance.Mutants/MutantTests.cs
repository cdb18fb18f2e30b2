using Mlp.Conformance.Mutants.Families;

namespace Mlp.Conformance.Mutants;

/// <summary>The suite can fail: whoever computes one thing wrongly is found out by the family that is about it.</summary>
[Parallelizable(ParallelScope.Children)]
public class MutantTests
{
    /// <summary>The control: without it, a mutant might die of being compiled here.</summary>
    [TestCaseSource(nameof(Families))]
    public void Without_a_change_the_family_passes(string family) =>
        Assert.That(
            Killing
                .Judged(null, family)
                .Where(verdict => verdict.IsBad)
                .Select(verdict => $"{verdict.Case.Id}: {verdict.Message}"),
            Is.Empty
        );

    [TestCaseSource(nameof(Killed))]
    public void Is_killed(Mutant mutant) =>
        Assert.That(
            Killing.Of(mutant).KilledBy,
            Is.Not.Empty,
            $"{mutant} survives: {mutant.Wrong}. Add a case that fails it."
        );

    [Test]
    public void Every_mutant_has_a_name_of_its_own() =>
        Assert.That(Mutants.All.Select(mutant => mutant.Id), Is.Unique);

    [Test]
    public void Every_family_that_needs_no_data_has_mutants() =>
        Assert.That(Mutants.All.Select(mutant => mutant.Family).Distinct(), Is.EqualTo(Families));

    // fit_real runs on data that is not in the repository; what it computes is the family fit.
    private static IEnumerable<string> Families =>
        Mlp.Conformance.Families.All.Where(family => family != "fit_real");

    private static IEnumerable<TestCaseData> Killed =>
        Mutants.All.Select(mutant =>
            Named(mutant, $"{mutant.Name} is killed by a case of {mutant.Family}")
        );

    private static TestCaseData Named(Mutant mutant, string name) =>
        new TestCaseData(mutant) { TestName = name }.SetCategory(mutant.Family);
}
