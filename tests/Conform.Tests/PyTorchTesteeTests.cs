namespace Conform.Tests;

/// <summary>The testee of <c>fixtures/examples/pytorch</c>: on the GPU where PyTorch sees one, else on the CPU.</summary>
public sealed class PyTorchTesteeTests
{
    private static readonly string[] Declined = ["fit_real", "onnx", "scaler", "splits"];

    [Test]
    public void It_passes_every_family_that_it_implements_and_declines_the_others()
    {
        var example = Path.Combine(Tool.Root, "fixtures", "examples", "pytorch");
        var folder = Directory.CreateTempSubdirectory("pytorch").FullName;
        try
        {
            var cases = Path.Combine(folder, "cases.jsonl");
            var results = Path.Combine(folder, "results.jsonl");
            var exported = Tool.Conform("cases", "export", "--out", cases);
            Assert.That(exported.ExitCode, Is.Zero, exported.Output + exported.Error);
            Python.Run("torch", Path.Combine(example, "testee.py"), cases, results);

            var (exit, output, error) = Tool.Conform(
                "judge",
                results,
                "--declines",
                Path.Combine(example, "declines.json")
            );

            Assert.That(exit, Is.Zero, output + error);
            JudgedFamilies.AssertDone(output, Declined);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
