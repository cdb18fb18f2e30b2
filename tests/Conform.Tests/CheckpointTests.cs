using Mlp;
using Mlp.Data;
using Mlp.Optimizers;

namespace Conform.Tests;

/// <summary><see cref="Checkpoint"/>: a training that was ended after any epoch goes on from its file as if it had not been.</summary>
public class CheckpointTests
{
    private const int Epochs = 5;

    private static readonly ModelSpec Model = new([
        new Input(3),
        new Dense(7, "tanh"),
        new Dense(1),
    ]);

    private static readonly Samples Rows = new(
        Tensor.Create(Enumerable.Range(0, 60).Select(i => MathF.Sin(i)).ToArray(), 20, 3),
        Tensor.Create(Enumerable.Range(0, 20).Select(i => MathF.Cos(i)).ToArray(), 20, 1)
    );

    private string folder = "";

    private string Path => System.IO.Path.Combine(folder, "last.safetensors");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("conform").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Ended_after_any_epoch_and_gone_on_with_equals_uninterrupted(
        [Values("cpu", "torch:cpu")] string name,
        [Range(1, Epochs - 1)] int ended
    )
    {
        var backend = BackendCatalog.Create(name);
        using var once = Start(backend);
        var whole = once.Fit(Rows, Fit(0, Epochs));

        using (var first = Start(backend))
        {
            first.Fit(Rows, Fit(0, ended, new Checkpoint(Path)));
        }

        var checkpoint = new Checkpoint(Path);
        Assert.That(checkpoint.Epochs, Is.EqualTo(ended));
        using var second = checkpoint.Saved!.Compile(backend);
        second.Fit(Rows, Fit(checkpoint.Epochs, Epochs, checkpoint));

        Assert.That(Figures(checkpoint.History), Is.EqualTo(Figures(whole)));
        Assert.That(Figures(SavedModel.Load(Path).History!), Is.EqualTo(Figures(whole)));
        Assert.That(Bits(second.GetTrainingState()), Is.EqualTo(Bits(once.GetTrainingState())));
        Assert.That(Bits(SavedModel.Load(Path).State), Is.EqualTo(Bits(once.GetTrainingState())));
    }

    [Test]
    public void Where_there_is_no_file_a_training_begins()
    {
        var checkpoint = new Checkpoint(Path);

        Assert.That(checkpoint.Saved, Is.Null);
        Assert.That((checkpoint.Epochs, checkpoint.Kept), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_model_without_its_epochs_is_no_checkpoint()
    {
        using var model = Start(BackendCatalog.Create("cpu"));
        model.Save(Path);

        Assert.That(
            () => new Checkpoint(Path),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("is no checkpoint")
        );
    }

    [Test]
    public void A_training_that_diverges_keeps_the_last_epoch_that_is_a_number()
    {
        using var model = BackendCatalog
            .Create("cpu")
            .Compile(Model, new("mse", new Sgd(1e9)), InitialWeights.Create(Model, 3));
        var checkpoint = new Checkpoint(Path);
        model.Fit(Rows, Fit(0, 20, checkpoint));

        Assert.That(model.GetTrainingState().HasNaN, Is.True);
        Assert.That(checkpoint.Epochs, Is.EqualTo(20));
        Assert.That(checkpoint.Kept, Is.LessThan(20));
        Assert.That(
            File.Exists(Path) ? SavedModel.Load(Path).History!.Epochs.Count : 0,
            Is.EqualTo(checkpoint.Kept)
        );
    }

    private static IModel Start(IBackend backend) =>
        backend.Compile(
            Model,
            new("mse", new Adam(new ExponentialDecay(0.05, 3, 0.9))) { Metrics = ["mae"] },
            InitialWeights.Create(Model, 3)
        );

    private static FitSpec Fit(int first, int epochs, params Callback[] callbacks) =>
        new()
        {
            InitialEpoch = first,
            Epochs = epochs,
            BatchSize = 8,
            Validation = Rows.Slice(0, 5),
            RowOrder = new SeededRowOrder(1),
            Callbacks = callbacks,
        };

    // All but the time it took.
    private static long[][] Figures(History history) =>
        [
            .. history.Epochs.Select(epoch =>
                (long[])
                    [
                        epoch.Epoch,
                        .. epoch
                            .Logs.Values.Append(epoch.LearningRate)
                            .Select(BitConverter.DoubleToInt64Bits),
                    ]
            ),
        ];

    private static long[] Bits(TrainingState state) =>
        [
            state.Steps,
            .. state
                .Weights.Concat(
                    state.Slots.OrderBy(slot => slot.Key).SelectMany(slot => slot.Value)
                )
                .SelectMany(tensor => tensor.ToFloat64().Values.ToArray())
                .Select(BitConverter.DoubleToInt64Bits),
        ];
}
