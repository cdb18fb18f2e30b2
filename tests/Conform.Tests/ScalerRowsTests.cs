using Conform;
using Mlp;
using Mlp.Conformance;

namespace Conform.Tests;

/// <summary>float32 rows through a scaler, against what scikit-learn gave.</summary>
public class ScalerRowsTests
{
    // A mean near 50 over rows near 0 leaves no digit to a tolerance: only the same two roundings give the same rows.
    [Test]
    public void They_are_scikit_learns_bit_for_bit([Values("cpu", "torch:cpu")] string backend)
    {
        var runner = new Runner(BackendCatalog.Create(backend));
        var cases = Fixtures
            .Of("scaler")
            .Where(value =>
                value.Id.StartsWith("sklearn/", StringComparison.Ordinal)
                && value.DType == ElementType.Float32
            )
            .ToArray();
        Assert.That(cases, Has.Length.AtLeast(25));
        foreach (var value in cases)
        {
            var outputs = runner.Run(value).Outputs;
            foreach (
                var name in new[] { "transformed", "transformed_more", "inverse_of_transformed" }
            )
            {
                if (value.Expected.TryGet(name, out var due))
                {
                    Assert.That(
                        ((Tensor<float>)outputs[name].AsTensor()).Values.ToArray(),
                        Is.EqualTo(((Tensor<float>)due.AsTensor()).Values.ToArray()),
                        $"{value.Id}: {name}"
                    );
                }
            }
        }
    }
}
