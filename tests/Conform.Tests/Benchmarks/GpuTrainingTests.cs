using System.Runtime.InteropServices;
using System.Text.Json;
using Benchmarks;
using Mlp;
using Mlp.Data;
using Mlp.Gpu;
using Mlp.Native;

namespace Conform.Tests;

/// <summary>The work <c>gpu</c>, with the CPU in the GPU's place: what is measured, written for peers, and told.</summary>
public class GpuTrainingTests
{
    private const string NoDriver = "no NVIDIA driver is installed";

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("gpu").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void Without_a_CUDA_device_there_are_no_figures_but_a_note_that_says_why()
    {
        var figures = new GpuTraining(_ => throw new NotSupportedException(NoDriver)).Measure(
            Quick()
        );

        Assert.That(figures.Times, Is.Empty);
        Assert.That(figures.Verdicts, Is.Empty);
        Assert.That(figures.Gpu, Is.Null);
        Assert.That(figures.Notes, Is.EqualTo(new[] { $"gpu:cuda is absent: {NoDriver}" }));
    }

    [Test]
    public void Each_path_gives_the_time_of_every_epoch_but_the_first_and_its_last_loss()
    {
        var asked = new List<string>();
        var figures = new GpuTraining(name =>
        {
            asked.Add(name);
            return new CpuBackend("cpu", 1);
        }).Measure(Quick());

        // The first only to see that CUDA is there.
        Assert.That(
            asked,
            Is.EqualTo(new[] { "gpu:cuda", "gpu:cuda:persistent", "gpu:cuda", "gpu:cuda" })
        );
        Assert.That(
            figures.Gpu!.Trainings.Select(training => training.BatchSize),
            Is.EqualTo(new[] { 32, 32, 8192 })
        );
        // A trial has 2 Fits of 5 epochs.
        Assert.That(figures.Times.Select(times => times.Rounds.Count), Is.All.EqualTo(2 * 4));
        Assert.That(
            figures.Gpu.Trainings[0].LastLoss,
            Is.EqualTo(Losses(32)[^1]).And.EqualTo(figures.Gpu.Trainings[1].LastLoss)
        );
        Assert.That(figures.Gpu.Trainings[2].LastLoss, Is.EqualTo(Losses(8192)[^1]));
        Assert.That(
            figures.Verdicts.Single().Value,
            Is.EqualTo(figures.Times[0].Median).And.GreaterThan(0)
        );
    }

    [Test]
    public void A_path_that_fails_is_told_of_and_takes_nothing_from_the_others()
    {
        var figures = new GpuTraining(name =>
            name == "gpu:cuda:persistent"
                ? throw new DeviceException("the device was lost")
                : new CpuBackend("cpu", 1)
        ).Measure(Quick());

        Assert.That(figures.Times, Has.Count.EqualTo(2));
        Assert.That(figures.Verdicts.Single().Outcome, Is.EqualTo(Outcome.NotMeasured));
        Assert.That(
            figures.Notes,
            Has.One.EqualTo("gpu:cuda:persistent, batch 32 gave no figures: the device was lost")
        );
    }

    [Test]
    public void Fits_whose_losses_differ_in_a_bit_are_refused() =>
        Assert.That(
            () => new GpuTraining(_ => new Wavering()).Measure(Quick()),
            Throws.TypeOf<UnequalWorkException>().With.Message.Contains("the same bits")
        );

    [Test]
    public void The_orders_written_are_those_that_a_Fit_trains_to_the_bit_of_its_losses()
    {
        var work = Work(32);
        WorkFolder.Write(folder, work, ShuffledFit.Order);
        using var sizes = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "work.json")));
        var (rows, epochs) = (
            sizes.RootElement.GetProperty("rows").GetInt32(),
            sizes.RootElement.GetProperty("epochs").GetInt32()
        );
        var labels = File.ReadAllBytes(Path.Combine(folder, "labels.u8"));
        var written = new Samples(
            Tensor.Create(File.ReadAllBytes(Path.Combine(folder, "images.u8")), rows, Bench.Pixels),
            Array.ConvertAll(labels, label => (long)label)
        );
        var orders = Read<int>("orders.i32");

        using var model = new CpuBackend("cpu", 1).Compile(work.Model, work.Compile, Weights(work));
        var losses = new List<double>();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var order = orders.AsSpan(epoch * rows, rows);
            var history = model.Fit(written.Gather(order), new() { BatchSize = 32 });
            losses.Add(history["loss"][0]);
        }

        Assert.That(losses, Is.EqualTo(Losses(32)));
    }

    // PyTorch sums in other orders: one relu of a row that comes out on the other side of 0 parts losses of the second epoch by 2e-5. Orders
    // of other epochs part them by 1.4e-4.
    [Test]
    public void A_peer_that_reads_the_work_comes_to_the_same_loss()
    {
        WorkFolder.Write(folder, Work(32) with { Epochs = 2 }, ShuffledFit.Order);
        var output = Path.Combine(folder, "peers.jsonl");

        Python.Run(
            "torch",
            Script("peers.py"),
            ["--work", folder, "--device", "cpu", "--rounds", "1", "--out", output]
        );

        using var peer = JsonDocument.Parse(File.ReadAllText(output));
        Assert.That(
            peer.RootElement.GetProperty("loss").GetDouble(),
            Is.EqualTo(Losses(32)[1]).Within(5e-5)
        );
    }

    // 1e-3, relative: what run.sh fails on.
    [TestCase(0.5004, 0, "last losses agree", "2.00x as fast")]
    [TestCase(0.5006, 1, "Not the same work: gpu:cuda came to 0.5", "")]
    [TestCase(double.NaN, 1, "Not the same work", "")]
    public void The_summary_of_a_run_fails_where_losses_of_peers_lie_apart(
        double loss,
        int exit,
        string said,
        string ratio
    )
    {
        var training = new TrainingFigures("gpu:cuda", 32, 640, 5, [10, 11], 10, 11, 0.5);
        ResultsFile.Write(
            Path.Combine(folder, "bench"),
            MadeUp.Report(
                MadeUp.Work("gpu") with
                {
                    Gpu = new("a GPU", "a driver", "drawn images", [training], null),
                }
            ),
            new(2026, 1, 2)
        );
        var value = double.IsNaN(loss) ? "NaN" : FormattableString.Invariant($"{loss}");
        File.WriteAllText(
            Path.Combine(folder, "peers.jsonl"),
            $$"""{"peer": "a peer", "version": "1", "batch": 32, "epochs": 5, "us_a_step_median": 20, "loss": {{value}}}"""
        );

        var ended = Python.Start("json", Script("summary.py"), folder);

        Assert.That(ended.Exit, Is.EqualTo(exit), ended.Error);
        Assert.That(ended.Output + ended.Error, Does.Contain(said));
        Assert.That(ended.Output, Does.Contain(ratio));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void Training_until_an_accuracy_ends_with_the_epoch_that_reaches_it_or_the_last(
        bool canBeLearnt
    )
    {
        var rows = Images(640, canBeLearnt ? (byte)255 : (byte)0);
        var work = Work(32) with { Rows = rows };
        var backend = new CpuBackend("cpu", 1);

        var figures = TimeToAccuracy.Measure(backend, work, rows, TimeSpan.Zero, default);

        using var model = backend.Compile(
            work.Model,
            work.Compile with
            {
                Metrics = ["accuracy"],
            },
            work.Weights
        );
        var accuracies = model.Fit(
            rows,
            ShuffledFit.Fit(work, default) with
            {
                Epochs = figures.Epochs,
                Validation = rows,
            }
        )["val_accuracy"];
        Assert.That(accuracies.SkipLast(1), Has.All.LessThan(0.88));
        Assert.That(figures.Accuracy, Is.EqualTo(accuracies[^1]));
        Assert.That(figures.IsReached, Is.EqualTo(canBeLearnt));
        Assert.That(
            figures.Epochs,
            canBeLearnt ? Is.LessThan(40) : Is.EqualTo(40),
            "an accuracy of 0.88"
        );
    }

    private static Bench Quick() => new(new([], Quick: true), CancellationToken.None);

    private static TrainingWork Work(int batchSize) =>
        TrainingWork.Of(
            FashionTraining.Layers(),
            "sparse_categorical_crossentropy",
            Drawn.Images(640, Bench.Pixels, 10),
            batchSize,
            epochs: 5
        );

    // As the README has users train: shuffled by seed 0.
    private static IReadOnlyList<double> Losses(int batchSize)
    {
        var work = Work(batchSize);
        using var model = new CpuBackend("cpu", 1).Compile(work.Model, work.Compile, work.Weights);
        return model.Fit(
            work.Rows,
            new()
            {
                Epochs = 5,
                BatchSize = batchSize,
                RowOrder = new SeededRowOrder(0),
            }
        )["loss"];
    }

    // Each class has pixels of its own, of that brightness: at 0 the images are all alike.
    private static Samples Images(int rows, byte brightness)
    {
        var (x, y) = (new byte[rows * Bench.Pixels], new long[rows]);
        for (var row = 0; row < rows; row++)
        {
            y[row] = row % 10;
            x.AsSpan((row * Bench.Pixels) + (70 * (row % 10)), 70).Fill(brightness);
        }

        return new(Tensor.Create(x, rows, Bench.Pixels), y);
    }

    // Each Fit comes to a loss one bit above that of the Fit before.
    private sealed class Wavering : IBackend
    {
        private readonly CpuBackend cpu = new("cpu", 1);

        public string Name => cpu.Name;

        public IReadOnlyDictionary<string, string> Environment => cpu.Environment;

        public IOperations? Operations => null;

        public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights) =>
            new Model(cpu.Compile(model, compile, weights));

        private sealed class Model(IModel inner) : IModel
        {
            private double loss = 1;

            public ModelSpec Spec => inner.Spec;

            public CompileSpec Compiled => inner.Compiled;

            public History Fit(Samples train, FitSpec fit)
            {
                loss = Math.BitIncrement(loss);
                return new([
                    .. inner
                        .Fit(train, fit)
                        .Epochs.Select(epoch => epoch with { Logs = new(("loss", loss)) }),
                ]);
            }

            public Logs Evaluate(Samples data, int batchSize = 32) =>
                inner.Evaluate(data, batchSize);

            public Tensor Predict(Tensor x, int batchSize = 32) => inner.Predict(x, batchSize);

            public Logs TrainOnBatch(
                Samples batch,
                IReadOnlyDictionary<int, double>? classWeight = null
            ) => inner.TrainOnBatch(batch, classWeight);

            public Weights GetWeights() => inner.GetWeights();

            public void SetWeights(Weights weights) => inner.SetWeights(weights);

            public void Dispose() => inner.Dispose();
        }
    }

    private static string Script(string name) =>
        Path.Combine(Tool.Root, "tools", "benchmarks", "gpu", name);

    private T[] Read<T>(string name)
        where T : unmanaged =>
        MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(Path.Combine(folder, name))).ToArray();

    private Weights Weights(TrainingWork work)
    {
        var values = Read<float>("weights.f32");
        var (variables, at) = (new List<Tensor>(), 0);
        foreach (var shape in work.Model.WeightShapes)
        {
            var length = shape.Aggregate(1, (product, size) => product * size);
            variables.Add(Tensor.Create(values[at..(at + length)], shape));
            at += length;
        }

        return new(variables);
    }
}
