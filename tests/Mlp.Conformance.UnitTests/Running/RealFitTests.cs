using Mlp.Conformance.Truth;

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

    [TestCase("", false)]
    [TestCase(""", "validation_split": 0.25""", true)]
    public void Rows_of_validation_may_be_split_off_or_lacking(string split, bool validates)
    {
        var folder = Directory.CreateTempSubdirectory("real-fit").FullName;
        try
        {
            File.WriteAllLines(
                Path.Combine(folder, "housing.csv"),
                [
                    "MedInc,HouseAge,AveRooms,AveBedrms,Population,AveOccup,Latitude,Longitude,MedHouseVal",
                    .. Enumerable
                        .Range(0, 8)
                        .Select(i =>
                            $"{i},{i * i},{-i},{i % 3},{i % 2},{i % 5},{7 - i},{i % 4},{i}"
                        ),
                ]
            );
            var value = new Case
            {
                Id = "fit_real/housing",
                Family = "fit_real",
                Op = "california_housing",
                Params = NodeJson
                    .Parse(
                        """
                        {
                          "input_dim": 8,
                          "layers": [{ "units": 1, "activation": "linear" }],
                          "loss": "mean_squared_error",
                          "optimizer": "sgd",
                          "data": { "files": ["housing.csv"], "train_rows": [0, 8] },
                          "fit": { "epochs": 2, "batch_size": 4, "shuffle": false SPLIT }
                        }
                        """.Replace("SPLIT", split, StringComparison.Ordinal)
                    )
                    .AsMap(),
                DType = ElementType.Float64,
                Inputs = Node.Map.Empty,
                Source = "test",
            };

            var result = new Runner(new PlainBackend(), folder).Run(value);

            Assert.That(result.Status, Is.EqualTo(ResultStatus.Ok), result.Message);
            Assert.That(
                result.Outputs["history"].AsMap().Keys,
                Is.EquivalentTo(validates ? ["loss", "val_loss"] : (string[])["loss"])
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
