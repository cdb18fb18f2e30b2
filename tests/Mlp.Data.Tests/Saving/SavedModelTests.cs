using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Data.Tests;

/// <summary>A saved model comes back as it was, and a file that tells of no whole model is refused.</summary>
public sealed class SavedModelTests
{
    private static readonly Activation[] Activations =
    [
        "linear",
        "relu",
        new Activation.LeakyRelu(0.3),
        new Activation.Elu(1.5),
        new Activation.Selu(1.6, 1.1),
        new Activation.Gelu(Approximate: true),
        "silu",
        "softplus",
        "sigmoid",
        "tanh",
        "softmax",
        "log_softmax",
    ];

    private static readonly Loss[] Losses =
    [
        new SparseCategoricalCrossentropy(true, -1, Reduction.Sum),
        new SparseCategoricalCrossentropy(),
        new CategoricalCrossentropy(true, 0.1, Reduction.MeanWithSampleWeight),
        new BinaryCrossentropy(false, 0.2),
        new Losses.MeanSquaredError(),
        new Losses.MeanAbsoluteError(Reduction.Sum),
    ];

    private static readonly Optimizer[] Optimizers =
    [
        new Sgd(),
        new Sgd(new ExponentialDecay(0.1, 100, 0.9, Staircase: true), 0.9, nesterov: true)
        {
            ClipNorm = 1.5,
        },
        new Sgd(new PiecewiseConstantDecay([10, 20], [0.1, 0.01, 0.001])) { WeightDecay = 0.004 },
        new Adam(new PolynomialDecay(0.1, 50, 0.01, 2, Cycle: true), 0.8, 0.99, 1e-8)
        {
            GlobalClipNorm = 0.7,
        },
        new RmsProp(new InverseTimeDecay(0.1, 10, 0.5, Staircase: true), 0.8, 0.5, 1e-6, true)
        {
            ClipValue = 0.25,
        },
        new RmsProp(new CosineDecay(0, 100, 0.1, WarmupTarget: 0.3, WarmupSteps: 7)),
        new RmsProp(new CosineDecay(0.1, 100)),
    ];

    [TestCaseSource(nameof(Activations))]
    public void Every_activation_comes_back(Activation activation)
    {
        var saved = Make(layers: [new Dense(3, activation), new Dense(2)]);

        Assert.That(RoundTrip(saved).Model.Layers, Is.EqualTo(saved.Model.Layers));
    }

    [Test]
    public void Input_Flatten_and_initializers_come_back()
    {
        var saved = Make(
            input: new Input(2, 3),
            layers:
            [
                new Flatten(),
                new Dense(4, "relu")
                {
                    KernelInitializer = Initializer.HeNormal,
                    BiasInitializer = Initializer.LecunUniform,
                },
                new Dense(2, "softmax"),
            ]
        );

        Assert.That(RoundTrip(saved).Model.Layers, Is.EqualTo(saved.Model.Layers));
    }

    [TestCaseSource(nameof(Losses))]
    public void Every_loss_comes_back(Loss loss) =>
        Assert.That(RoundTrip(Make(new(loss, "sgd"))).Compiled.Loss, Is.EqualTo(loss));

    [TestCaseSource(nameof(Optimizers))]
    public void Every_optimizer_comes_back_with_its_schedule_and_state(Optimizer optimizer)
    {
        var saved = Make(new("mse", optimizer));
        var read = RoundTrip(saved);

        Assert.That(read.Compiled.Optimizer, Is.EqualTo(optimizer));
        Assert.That(read.State.Slots.Keys, Is.EquivalentTo(optimizer.Slots));
        foreach (var slot in optimizer.Slots)
        {
            Same(read.State.Slots[slot], saved.State.Slots[slot]);
        }
    }

    [Test]
    public void Every_metric_comes_back_under_its_key()
    {
        Metric[] metrics =
        [
            "acc",
            new BinaryAccuracy(0.7) { Key = "at 0.7" },
            "categorical_accuracy",
            "sparse_categorical_accuracy",
            new TopKCategoricalAccuracy(3),
            new SparseTopKCategoricalAccuracy(2),
            "mse",
            "mae",
            "root_mean_squared_error",
        ];
        var compile = new CompileSpec("mse", "sgd")
        {
            Metrics = metrics,
            WeightedMetrics = metrics,
        };

        var read = RoundTrip(Make(compile)).Compiled;

        Assert.That(read.Metrics, Is.EqualTo(metrics));
        Assert.That(read.WeightedMetrics, Is.EqualTo(metrics));
        Assert.That(read.MetricKeys, Is.EqualTo(compile.MetricKeys));
    }

    [TestCase(Precision.Float32)]
    [TestCase(Precision.Float64)]
    public void Weights_steps_and_notes_come_back_bit_for_bit(Precision precision)
    {
        var saved = Make(new("mse", "adam") { Precision = precision }) with
        {
            Notes = new Dictionary<string, string> { ["classes"] = "cat\ndog" },
        };
        var read = RoundTrip(saved);

        Same(read.State.Weights, saved.State.Weights);
        Assert.That(read.State.Steps, Is.EqualTo(saved.State.Steps));
        Assert.That(read.Compiled.Precision, Is.EqualTo(precision));
        Assert.That(read.Notes, Is.EquivalentTo(saved.Notes));
    }

    [Test]
    public void A_model_that_holds_NaN_is_not_saved_and_the_file_before_it_stays()
    {
        using var folder = new TestFolder();
        var good = Make();
        good.Save(folder["m"]);
        var before = File.ReadAllBytes(folder["m"]);
        var weights = new Weights(
            good.State.Weights.Select(w =>
                (Tensor)
                    Tensor.Create(Enumerable.Repeat(float.NaN, w.Length).ToArray(), [.. w.Shape])
            )
        );

        Assert.That(
            () => (good with { State = good.State with { Weights = weights } }).Save(folder["m"]),
            Throws.ArgumentException.With.Message.Contains("NaN")
        );
        Assert.That(File.ReadAllBytes(folder["m"]), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
    }

    [TestCase("\"version\":1", "\"version\":2", "format 2")]
    [TestCase("\"version\":1", "\"version\":1.5", "whole number")]
    [TestCase("\"version\":1", "\"version\":1,\"version\":1", "no JSON")]
    [TestCase("\"version\":1", "\"version\":1,\"more\":1", "not known: 'more'")]
    [TestCase("\"version\":1", "\"version\":1,\"more\":[[[[[[[[[[1]]]]]]]]]]", "no JSON")]
    [TestCase("\"input\":[3]", "\"input\":[0]", "all positive")]
    [TestCase("\"input\":[3]", "\"input\":[65536,65536,65536]", "more values than an array")]
    [TestCase("\"input\":[3]", "\"input\":[4]", "needs float32[4, 2]")]
    [TestCase("\"units\":2", "\"units\":2147483647", "needs float32[3, 2147483647]")]
    [TestCase("\"units\":2", "\"units\":0", "at least 1")]
    [TestCase("\"layer\":\"dense\"", "\"layer\":\"dens\"", "Nearest known: 'dense'")]
    [TestCase("\"relu\"", "\"System.IO.File\"", "Unknown activation")]
    [TestCase("\"name\":\"mean_squared_error\"", "\"name\":\"\"", "Unknown loss")]
    [TestCase("\"reduction\":\"sum_over_batch_size\"", "\"reduction\":\"none\"", "must be one of")]
    [TestCase("\"momentum\":0", "\"momentum\":2", "0 to 1")]
    [TestCase(
        "\"momentum\":0",
        "\"momentum\":0.5",
        "'sgd/velocity/dense_0/kernel' of the described model is missing"
    )]
    [TestCase("\"rate\":0.01", "\"rate\":\"NaN\"", "0 or more")]
    [TestCase(
        "\"schedule\":\"Constant\"",
        "\"schedule\":\"Konstant\"",
        "Nearest known: 'Constant'"
    )]
    [TestCase("\"precision\":\"float32\"", "\"precision\":\"float64\"", "needs float64[3, 2]")]
    [TestCase("\"steps\":9", "\"steps\":-9", "0 or more")]
    public void A_description_of_no_such_model_is_refused(string what, string by, string why)
    {
        using var folder = new TestFolder();
        var file = Written(Make(layers: [new Dense(2, "relu")]));
        var description = file.Notes["mlp"].Replace(what, by, StringComparison.Ordinal);
        Assert.That(description, Is.Not.EqualTo(file.Notes["mlp"]), "nothing was replaced");

        Refused(
            file with
            {
                Notes = new Dictionary<string, string> { ["mlp"] = description },
            },
            why
        );
    }

    [Test]
    public void Tensors_without_a_description_are_refused()
    {
        var file = Written(Make());
        Refused(
            file with
            {
                Notes = new Dictionary<string, string>(),
            },
            "not saved by this library"
        );
    }

    [Test]
    public void A_tensor_that_is_missing_or_too_many_is_named()
    {
        var file = Written(Make());
        Refused(file with { Tensors = [.. file.Tensors.Skip(1)] }, "'dense_0/kernel'");
        Refused(
            file with
            {
                Tensors = [.. file.Tensors, ("../../etc/passwd", new byte[] { 1 })],
            },
            "'../../etc/passwd' is no part"
        );
    }

    [Test]
    public void Whatever_byte_of_the_header_is_wrong_it_is_read_or_refused_in_one_line()
    {
        using var folder = new TestFolder();
        Make().Save(folder["m"]);
        var bytes = File.ReadAllBytes(folder["m"]);
        var header = 8 + (int)BitConverter.ToUInt64(bytes);
        var refused = 0;
        for (var i = 0; i < header; i++)
        {
            foreach (var flip in new byte[] { 0x01, 0x10, 0x80 })
            {
                var wrong = (byte[])bytes.Clone();
                wrong[i] ^= flip;
                File.WriteAllBytes(folder["w"], wrong);
                try
                {
                    SavedModel.Load(folder["w"]);
                }
                catch (InvalidDataException refusal)
                {
                    refused++;
                    Assert.That(refusal.Message, Does.Not.Contain("\n"));
                }
            }
        }

        Assert.That(refused, Is.GreaterThan(header));
    }

    [Test]
    public void Saving_twice_gives_the_same_bytes()
    {
        using var folder = new TestFolder();
        var saved = Make(new("mse", "adam"));
        saved.Save(folder["a"]);
        SavedModel.Load(folder["a"]).Save(folder["b"]);

        Assert.That(File.ReadAllBytes(folder["b"]), Is.EqualTo(File.ReadAllBytes(folder["a"])));
    }

    private static SavedModel Make(
        CompileSpec? compile = null,
        Input? input = null,
        LayerSpec[]? layers = null
    )
    {
        compile ??= new("mse", "sgd");
        var model = new ModelSpec([input ?? new Input(3), .. layers ?? [new Dense(2, "relu")]]);
        var slots = compile.Optimizer.Slots.Select(
            (slot, i) => (slot, Values: InitialWeights.Create(model, 100 + i, compile.Precision))
        );
        return new(
            model,
            compile,
            new(
                InitialWeights.Create(model, 5, compile.Precision),
                9,
                slots.ToDictionary(slot => slot.slot, slot => slot.Values)
            )
        );
    }

    private static SavedModel RoundTrip(SavedModel saved)
    {
        using var folder = new TestFolder();
        saved.Save(folder["model.safetensors"]);
        return SavedModel.Load(folder["model.safetensors"]);
    }

    private static TensorFile Written(SavedModel saved)
    {
        using var folder = new TestFolder();
        saved.Save(folder["m"]);
        return Safetensors.Read(folder["m"]);
    }

    private static void Refused(TensorFile file, string why)
    {
        using var folder = new TestFolder();
        Safetensors.Write(folder["m"], file);

        var refusal = Assert.Throws<InvalidDataException>(() => SavedModel.Load(folder["m"]))!;

        Assert.That(refusal.Message, Does.StartWith(folder["m"]).And.Contain(why));
        Assert.That(refusal.Message, Does.Not.Contain("\n"));
    }

    private static void Same(Weights actual, Weights expected) =>
        Assert.That(
            actual.SelectMany(w => w.ToFloat64().Values.ToArray()),
            Is.EqualTo(expected.SelectMany(w => w.ToFloat64().Values.ToArray()))
        );
}
