using Mlp.Gpu;
using Mlp.Native;

namespace Mlp.Conformance.Tests;

/// <summary>
/// What the device gives is held to what the CPU gives, case by case, without the truth between them: within the bound that
/// either of them alone has to keep.
/// </summary>
[TestFixture]
[Parallelizable(ParallelScope.Self)]
public sealed class GpuAgreesWithCpu
{
    private const string Name = "gpu:opencl";

    private static readonly string[] Compared =
    [
        "losses",
        "loss_gradients",
        "weighted_losses",
        "fit",
        "fit_real",
        "history",
    ];
    private static readonly string? DataFolder = Environment.GetEnvironmentVariable("MLP_DATA");
    private readonly Runner cpu = new(new CpuBackend(), DataFolder);
    private readonly Judge judge = new();
    private Runner? gpu;
    private string? absent;

    public static IEnumerable<TestCaseData> Cases =>
        Fixtures
            .All.Where(value => Compared.Contains(value.Family) && !value.ExpectsRefusal)
            .Select(value =>
                new TestCaseData(value) { TestName = $"{value.Id} as on the CPU" }
                    .SetCategory(Name)
                    .SetCategory(value.Family)
            );

    [OneTimeSetUp]
    public void CreateBackend()
    {
        try
        {
            gpu = new(new GpuBackend(Name), DataFolder);
        }
        catch (NotSupportedException reason)
        {
            absent = reason.Message;
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Agrees(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (gpu is null)
        {
            Assert.Ignore($"{Name} is absent: {absent}");
        }

        var expected = cpu.Run(value);
        if (expected.Status == ResultStatus.Absent)
        {
            Assert.Ignore(expected.Message!);
        }

        var precision = value.DType == ElementType.Float64 ? Precision.Float64 : Precision.Float32;
        var other = value with
        {
            Expected = expected.Outputs,
            Expected64 = null,
            Bounds = value.Bounds ?? Tolerance.Of(value, expected.Outputs, precision),
        };
        var verdict = judge.Verdict(other, gpu.Run(value));

        // Whether the values of the case prove anything is the suite's to say.
        Assert.That(
            verdict.Kind,
            Is.AnyOf(VerdictKind.Passed, VerdictKind.Warned, VerdictKind.Mistrusted),
            () => FailureText.Of(verdict)
        );
        Assert.That(verdict.Compared, Is.Positive);
    }
}
