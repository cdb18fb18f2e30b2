using Mlp.Data;
using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Training;

/// <summary>A training gone on with from its state is the training that was never interrupted, bit for bit.</summary>
public sealed class ResumeTests
{
    private static readonly Optimizer[] Optimizers =
    [
        new Sgd(0.05, momentum: 0.9),
        new Adam(0.01),
        new RmsProp(0.01, momentum: 0.5, centered: true),
        new RmsProp(0.01, momentum: 0.5),
    ];

    [TestCaseSource(nameof(Optimizers))]
    public void Resumed_equals_uninterrupted(Optimizer optimizer) => Holds(Gpu.Backend, optimizer);

    // The general path has the bits of the CPU: it goes on as if it had always been there.
    [TestCaseSource(nameof(Optimizers))]
    public void A_model_saved_on_a_CPU_goes_on_here(Optimizer optimizer) =>
        Holds(new CpuBackend(), optimizer);

    private static void Holds(IBackend first, Optimizer optimizer)
    {
        var second = Gpu.Backend;
        var problem = Problem.Classes(70, [9, 6], "tanh", optimizer);
        var folder = Directory.CreateTempSubdirectory("resume").FullName;
        var file = Path.Combine(folder, "begun.safetensors");
        using var once = second.Compile(problem.Model, problem.Compile, problem.Weights);
        using var begun = first.Compile(problem.Model, problem.Compile, problem.Weights);
        once.Fit(problem.Rows, Fit(0, 3));
        begun.Fit(problem.Rows, Fit(0, 1));
        begun.Save(file);
        using var ended = SavedModel.Load(file).Compile(second);
        Directory.Delete(folder, recursive: true);

        ended.Fit(problem.Rows, Fit(1, 3));

        Bits.AreEqual([.. ended.GetWeights()], [.. once.GetWeights()], "weights");
        foreach (var (name, values) in ended.GetTrainingState().Slots)
        {
            Bits.AreEqual([.. values], [.. once.GetTrainingState().Slots[name]], name);
        }
    }

    private static FitSpec Fit(int from, int to) =>
        new()
        {
            InitialEpoch = from,
            Epochs = to,
            RowOrder = new SeededRowOrder(5),
        };
}
