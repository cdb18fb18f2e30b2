namespace Mlp.Conformance.UnitTests;

internal sealed class RealFitTests
{
    [Test]
    public void First_weights_by_the_formula_have_the_digests_of_the_imported_cases()
    {
        foreach (var value in ImportedCases.All.Where(value => value.Family == "fit_real"))
        {
            var digests = RealFitRuns.Digests(
                RealFitRuns.InitialWeights(SpecReader.Model(value.Params))
            );
            var found = digests.Leaves().ToDictionary(leaf => leaf.Path, leaf => leaf.Leaf);
            foreach (var (path, leaf) in value.Inputs["initial_weights_digest"].Leaves())
            {
                if (leaf is Node.OfTensor { Value: var tensor })
                {
                    var mine = found[path].AsTensor().ToFloat64().Values.ToArray();
                    Assert.That(
                        mine,
                        Is.EqualTo(tensor.ToFloat64().Values.ToArray()).Within(1e-10),
                        $"{value.Id} {path}"
                    );
                }
                else
                {
                    Assert.That(found[path], Is.EqualTo(leaf), $"{value.Id} {path}");
                }
            }
        }
    }
}
