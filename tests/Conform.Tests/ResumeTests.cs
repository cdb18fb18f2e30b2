using Mlp;
using Mlp.Data;
using Mlp.Optimizers;

namespace Conform.Tests;

/// <summary>A training that is saved and gone on with is the training that was never interrupted, bit for bit.</summary>
public class ResumeTests
{
    private static readonly ModelSpec Model = new([
        new Input(5),
        new Dense(19, "tanh"), // not a whole set of lanes
        new Dense(3, "softmax"),
    ]);

    private static readonly Samples Rows = new(Random(77, 5), Labels(77));

    private static readonly Optimizer[] Optimizers =
    [
        new Sgd(new ExponentialDecay(0.1, 10, 0.9)), // only the steps done matter
        new Sgd(0.05, momentum: 0.9),
        new Sgd(new InverseTimeDecay(0.1, 5, 0.5), momentum: 0.9, nesterov: true),
        new Adam(0.01) { GlobalClipNorm = 0.5 },
        new Adam(new CosineDecay(0.02, 40)) { WeightDecay = 0.01 },
        new RmsProp(0.01),
        new RmsProp(0.01, momentum: 0.5, centered: true),
    ];

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("conform").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Resumed_equals_uninterrupted(
        [Values("cpu", "cpu:v128", "torch:cpu")] string name,
        [ValueSource(nameof(Optimizers))] Optimizer optimizer,
        [Values] Precision precision
    )
    {
        var backend = BackendCatalog.Create(name);
        var path = Path.Combine(folder, "model.safetensors");
        using var once = Start(backend, optimizer, precision);
        using var first = Start(backend, optimizer, precision);

        var whole = once.Fit(Rows, Fit(0, 5));
        var begun = first.Fit(Rows, Fit(0, 2));
        first.Save(path);
        using var second = SavedModel.Load(path).Compile(backend);
        var ended = second.Fit(Rows, Fit(2, 5));

        Assert.That(
            begun.Epochs.Concat(ended.Epochs).Select(Figures),
            Is.EqualTo(whole.Epochs.Select(Figures))
        );
        AssertSame(second.GetTrainingState(), once.GetTrainingState());
        Assert.That(Bits(second.Predict(Rows.X)), Is.EqualTo(Bits(once.Predict(Rows.X))));
    }

    [TestCase("cpu", "torch:cpu")]
    [TestCase("torch:cpu", "cpu")]
    public void A_model_saved_on_one_backend_goes_on_on_the_other(string from, string to)
    {
        foreach (var optimizer in Optimizers)
        {
            var path = Path.Combine(folder, "model.safetensors");
            using var first = Start(BackendCatalog.Create(from), optimizer, Precision.Float64);
            first.Fit(Rows, Fit(0, 2));
            first.Save(path);
            using var second = SavedModel.Load(path).Compile(BackendCatalog.Create(to));
            AssertSame(second.GetTrainingState(), first.GetTrainingState());

            var there = second.Fit(Rows, Fit(2, 5));
            var here = first.Fit(Rows, Fit(2, 5));

            // tolerances.md, fit_figures: a few steps in float64.
            for (var i = 0; i < here.Epochs.Count; i++)
            {
                Assert.That(
                    there["loss"][i],
                    Is.EqualTo(here["loss"][i]).Within(1e-12),
                    $"{optimizer}"
                );
            }
        }
    }

    [TestCase("cpu")]
    [TestCase("torch:cpu")]
    public void The_state_of_another_optimizer_is_refused_and_nothing_changes(string name)
    {
        var backend = BackendCatalog.Create(name);
        using var adam = Start(backend, new Adam(), Precision.Float32);
        using var sgd = Start(backend, new Sgd(), Precision.Float32);
        adam.Fit(Rows, Fit(0, 1));
        var before = sgd.GetTrainingState();

        Assert.That(
            () => sgd.SetTrainingState(adam.GetTrainingState()),
            Throws
                .InstanceOf<ArgumentException>()
                .With.Message.Contains("first_moment, second_moment")
        );
        AssertSame(sgd.GetTrainingState(), before);
    }

    [TestCase("cpu")]
    [TestCase("torch:cpu")]
    public void An_initial_epoch_that_is_none_is_refused(string name)
    {
        using var model = Start(BackendCatalog.Create(name), new Sgd(), Precision.Float32);
        foreach (var (first, epochs) in new[] { (3, 3), (-1, 3) })
        {
            Assert.That(
                () => model.Fit(Rows, Fit(first, epochs)),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains("InitialEpoch")
            );
        }
    }

    private static IModel Start(IBackend backend, Optimizer optimizer, Precision precision) =>
        backend.Compile(
            Model,
            new("sparse_categorical_crossentropy", optimizer)
            {
                Metrics = ["accuracy"],
                Precision = precision,
            },
            InitialWeights.Create(Model, 3, precision)
        );

    private static FitSpec Fit(int first, int epochs) =>
        new()
        {
            InitialEpoch = first,
            Epochs = epochs,
            BatchSize = 16,
            Validation = Rows.Slice(0, 20),
            RowOrder = new SeededRowOrder(1),
        };

    // All but the time it took.
    private static (int, double, double[]) Figures(EpochRecord epoch) =>
        (epoch.Epoch, epoch.LearningRate, [.. epoch.Logs.Values]);

    private static void AssertSame(TrainingState actual, TrainingState expected)
    {
        Assert.That(actual.Steps, Is.EqualTo(expected.Steps));
        Assert.That(actual.Slots.Keys, Is.EquivalentTo(expected.Slots.Keys));
        Same(actual.Weights, expected.Weights);
        foreach (var (slot, values) in expected.Slots)
        {
            Assert.That(values.Any(w => Bits(w).Any(bits => bits != 0)), $"{slot} never moved");
            Same(actual.Slots[slot], values);
        }
    }

    private static void Same(Weights actual, Weights expected)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.That(Bits(actual[i]), Is.EqualTo(Bits(expected[i])));
        }
    }

    private static long[] Bits(Tensor tensor) =>
        Array.ConvertAll(tensor.ToFloat64().Values.ToArray(), BitConverter.DoubleToInt64Bits);

    private static Tensor<double> Random(int rows, int columns)
    {
        var random = new Random(11);
        return Tensor.Create(
            Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5).ToArray(),
            rows,
            columns
        );
    }

    private static Tensor<int> Labels(int rows) =>
        Tensor.Vector(Enumerable.Range(0, rows).Select(row => row * 7 % 3).ToArray());
}
