namespace Mlp.Data.Tests;

/// <summary>The epochs that led to a model come back as they were, and rows that are none are refused.</summary>
public sealed class SavedHistoryTests
{
    private static readonly ModelSpec Model = new([new Input(2), new Dense(1)]);

    private static readonly SavedModel Saved = new(
        Model,
        new CompileSpec("mse", "sgd"),
        new(
            InitialWeights.Create(Model, 1, Precision.Float32),
            7,
            new Dictionary<string, Weights>()
        )
    );

    [Test]
    public void Every_number_reads_back_as_the_same_bits()
    {
        using var folder = new TestFolder();
        var history = new History([
            new(3, new(("loss", 0.1), ("val_loss", -0.0)), 1.0 / 3, 1e-9),
            new(4, new(("loss", double.NaN), ("val_loss", double.PositiveInfinity)), 0.1, 2),
        ]);

        (Saved with { History = history }).Save(folder["m"]);
        var read = SavedModel.Load(folder["m"]).History!;

        Assert.That(read.Keys, Is.EqualTo(history.Keys));
        Assert.That(read.Epochs.Select(Bits), Is.EqualTo(history.Epochs.Select(Bits)));
    }

    [Test]
    public void A_model_without_its_epochs_is_saved_as_before()
    {
        using var folder = new TestFolder();
        Saved.Save(folder["none"]);
        (Saved with { History = new([]) }).Save(folder["empty"]);

        Assert.That(
            File.ReadAllBytes(folder["empty"]),
            Is.EqualTo(File.ReadAllBytes(folder["none"]))
        );
        Assert.That(SavedModel.Load(folder["none"]).History, Is.Null);
    }

    [Test]
    public void Epochs_that_are_no_history_are_not_saved()
    {
        using var folder = new TestFolder();
        EpochRecord One(int epoch, params (string, double)[] logs) => new(epoch, new(logs), 0.1, 1);
        foreach (
            var (second, why) in new[]
            {
                (One(1, ("loss", 1), ("val_loss", 1)), "Epoch 1 has the figures loss, val_loss"),
                (One(2, ("loss", 1)), "Epoch 2 follows epoch 0"),
            }
        )
        {
            Assert.That(
                () =>
                    (Saved with { History = new([One(0, ("loss", 1)), second]) }).Save(folder["m"]),
                Throws.ArgumentException.With.Message.Contains(why)
            );
        }

        Assert.That(Directory.GetFiles(folder.Path), Is.Empty);
    }

    [TestCase(new double[] { 0, 0.1, 1 }, 1, 3, "float64 of shape [epochs, 4]")]
    [TestCase(new double[0], 0, 4, "float64 of shape [epochs, 4]")]
    [TestCase(new double[] { 0.5, 0.1, 1, 2 }, 1, 4, "row 0 of the history is of epoch 0.5")]
    [TestCase(new double[] { -1, 0.1, 1, 2 }, 1, 4, "row 0 of the history is of epoch -1")]
    [TestCase(new[] { double.NaN, 0.1, 1, 2 }, 1, 4, "row 0 of the history is of epoch NaN")]
    [TestCase(new double[] { 1e10, 0.1, 1, 2 }, 1, 4, "row 0 of the history is of epoch 1")]
    [TestCase(
        new double[] { 0, 0.1, 1, 2, 2, 0.1, 1, 2 },
        2,
        4,
        "row 1 of the history is of epoch 2"
    )]
    public void Rows_that_are_no_history_are_refused(
        double[] values,
        int rows,
        int columns,
        string why
    )
    {
        using var folder = new TestFolder();
        (Saved with { History = new([new(0, new(("loss", 1)), 0.1, 1)]) }).Save(folder["m"]);
        var file = Safetensors.Read(folder["m"]);
        Safetensors.Write(
            folder["m"],
            file with
            {
                Tensors =
                [
                    .. file.Tensors.Where(tensor => tensor.Name != "history"),
                    ("history", Tensor.Create(values, rows, columns)),
                ],
            }
        );

        Assert.That(
            () => SavedModel.Load(folder["m"]),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains(why)
        );
    }

    [Test]
    public void A_history_that_is_missing_is_refused()
    {
        using var folder = new TestFolder();
        (Saved with { History = new([new(0, new(("loss", 1)), 0.1, 1)]) }).Save(folder["m"]);
        var file = Safetensors.Read(folder["m"]);
        Safetensors.Write(
            folder["m"],
            file with
            {
                Tensors = [.. file.Tensors.Where(tensor => tensor.Name != "history")],
            }
        );

        Assert.That(
            () => SavedModel.Load(folder["m"]),
            Throws
                .TypeOf<InvalidDataException>()
                .With.Message.Contains("tensor 'history' with the epochs of loss is missing")
        );
    }

    private static long[] Bits(EpochRecord epoch) =>
        [
            epoch.Epoch,
            .. epoch
                .Logs.Values.Append(epoch.LearningRate)
                .Append(epoch.Seconds)
                .Select(BitConverter.DoubleToInt64Bits),
        ];
}
