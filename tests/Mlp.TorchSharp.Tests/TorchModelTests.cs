using Mlp.Losses;
using Mlp.Optimizers;

namespace Mlp.TorchSharp.Tests;

public sealed class TorchModelTests
{
    private static readonly TorchBackend Backend = new();

    // y = w x + b with w = 2, b = 1; x = 3, y = 5: the error is 2.
    private static readonly Weights Line = new(
        Tensor.Create(new[] { 2.0 }, 1, 1),
        Tensor.Vector(new[] { 1.0 })
    );
    private static readonly Samples Point = new(
        Tensor.Create(new[] { 3.0 }, 1, 1),
        Tensor.Create(new[] { 5.0 }, 1, 1)
    );

    [Test]
    public void One_step_is_the_written_formula()
    {
        // Loss 2^2 = 4; dw = 2*2*3 = 12, db = 2*2 = 4; w = 2 - 0.1*12, b = 1 - 0.1*4.
        using var model = CompileLine(new Sgd(0.1));
        var logs = model.TrainOnBatch(Point);
        Assert.That(logs["loss"], Is.EqualTo(4));
        AssertWeights(model, 0.8, 0.6);
    }

    [Test]
    public void Weights_decay_before_the_step()
    {
        // w = 2 - 0.1*0.5*2 = 1.9, then - 0.1*12; b = 1 - 0.05 = 0.95, then - 0.1*4.
        using var model = CompileLine(new Sgd(0.1) { WeightDecay = 0.5 });
        model.TrainOnBatch(Point);
        AssertWeights(model, 0.7, 0.55);
    }

    [Test]
    public void A_global_norm_that_is_not_finite_makes_every_weight_NaN()
    {
        using var model = CompileLine(new Sgd(0.1) { GlobalClipNorm = 1 });
        model.TrainOnBatch(
            new Samples(Tensor.Create(new[] { 1e200 }, 1, 1), Tensor.Create(new[] { 0.0 }, 1, 1))
        );
        AssertWeights(model, double.NaN, double.NaN);
    }

    [Test]
    public void The_rate_of_a_schedule_goes_on_from_fit_to_fit()
    {
        using var model = CompileLine(new Sgd(new PiecewiseConstantDecay([1], [0.1, 0.01])));
        var rates = Enumerable
            .Range(0, 3)
            .Select(_ => model.Fit(Point, new FitSpec()).Epochs[0].LearningRate);
        // Step 1 is the boundary itself, where the earlier rate still holds.
        Assert.That(rates, Is.EqualTo(new[] { 0.1, 0.1, 0.01 }));
    }

    [Test]
    public void The_loss_of_an_epoch_is_weighted_by_the_rows_of_its_batches()
    {
        // A model without weights: predictions are the inputs. Errors 1, 1, 2: batches of 2 and 1 rows cost 1 and 4.
        using var model = Backend.Compile(
            new Sequential(new Input(1)).Spec,
            new CompileSpec(new MeanSquaredError(), "sgd"),
            new Weights()
        );
        var seen = new Recorder();
        var history = model.Fit(
            new Samples(new[] { 1f, 1f, 2f }, new[] { 0f, 0f, 0f }),
            new FitSpec { BatchSize = 2, Callbacks = [seen] }
        );
        Assert.That(seen.Losses, Is.EqualTo(new[] { 1.0, 2.0 }));
        Assert.That(history["loss"], Is.EqualTo(new[] { 2.0 }));
    }

    [Test]
    public void A_softmax_output_and_its_cross_entropy_are_computed_from_the_logits()
    {
        // Logits 0 and 50: the true class has probability e^-50, which a clip would cut off at 1e-7.
        using var model = Backend.Compile(
            new Sequential(new Input(2), new Dense(2, "softmax")).Spec,
            new CompileSpec("sparse_categorical_crossentropy", "sgd")
            {
                Precision = Precision.Float64,
            },
            new Weights(
                Tensor.Create(new double[] { 1, 0, 0, 1 }, 2, 2),
                Tensor.Vector(new double[] { 0, 0 })
            )
        );
        var samples = new Samples(Tensor.Create(new double[] { 0, 50 }, 1, 2), new[] { 0 });
        Assert.That(model.Evaluate(samples)["loss"], Is.EqualTo(50).Within(1e-12));
        model.TrainOnBatch(samples);
        Assert.That(model.GetWeights()[1][0], Is.EqualTo(0.01).Within(1e-12), "p - y is -1");
    }

    [Test]
    public void Bytes_are_scaled_on_the_way_in()
    {
        using var model = Backend.Compile(
            new Sequential(new Input(2, 2), new Flatten()).Spec,
            new CompileSpec(new MeanSquaredError(), "sgd"),
            new Weights()
        );
        var images = Tensor.Create(new byte[] { 0, 51, 77, 255 }, 1, 2, 2);
        var outputs = (Tensor<float>)model.Predict(images);
        Assert.That(outputs.Shape, Is.EqualTo(new[] { 1, 4 }));
        Assert.That(outputs.Values.ToArray(), Is.EqualTo(new[] { 0f, 51 / 255f, 77 / 255f, 1f }));
    }

    [TestCase("sgd", Precision.Float32)]
    [TestCase("adam", Precision.Float32)]
    [TestCase("sgd", Precision.Float64)]
    public void A_training_repeats_bit_for_bit(string optimizer, Precision precision)
    {
        var first = Bits(Train());
        for (var repeat = 0; repeat < 8; repeat++)
        {
            Assert.That(Bits(Train()), Is.EqualTo(first));
        }

        Weights Train()
        {
            using var model = CompileNet(optimizer, precision);
            model.Fit(Rows(64), new FitSpec { Epochs = 3, BatchSize = 10 });
            return model.GetWeights();
        }

        static long[] Bits(Weights weights) =>
            [
                .. weights.SelectMany(w =>
                    w.ToFloat64().Values.ToArray().Select(BitConverter.DoubleToInt64Bits)
                ),
            ];
    }

    [Test]
    public void A_product_in_float64_does_not_depend_on_where_its_arguments_lie()
    {
        // Sizes at which MKL was seen to choose by alignment; new arrays lie at new places.
        var first = Product();
        for (var repeat = 0; repeat < 200; repeat++)
        {
            Assert.That(Product(), Is.EqualTo(first));
        }

        static double[] Product()
        {
            var gradients = Backend.Operations.DenseBackward(
                new Activation.Linear(),
                Doubles(2, 16),
                Doubles(16, 63),
                new double[63],
                Doubles(2, 63)
            );
            return gradients.X.ToFloat64().Values.ToArray();
        }

        static Tensor Doubles(int rows, int columns) =>
            Tensor.Create(
                Array.ConvertAll(Wave(rows * columns), value => value / 3.0),
                rows,
                columns
            );
    }

    [TestCase("sgd")]
    [TestCase("adam")]
    [TestCase("rmsprop")]
    public void No_tensor_is_left_over_from_200_steps(string optimizer)
    {
        using var model = CompileNet(optimizer);
        var fit = new FitSpec
        {
            Epochs = 20,
            BatchSize = 10,
            ValidationSplit = 0.2,
            ClassWeight = new Dictionary<int, double> { [1] = 2 },
        };
        model.Fit(Rows(125), fit with { Epochs = 1 });
        var before = LiveTensors();
        model.Fit(Rows(125), fit);
        model.Predict(Rows(5).X);
        Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before));
    }

    [Test]
    public void No_tensor_is_left_over_from_operations_and_disposed_models()
    {
        Run();
        var before = LiveTensors();
        Run();
        Assert.That(torch.Tensor.TotalCount, Is.EqualTo(before));

        static void Run()
        {
            using (CompileNet("adam")) { }

            var operations = Backend.Operations;
            Tensor x = new double[,]
            {
                { 1, 2 },
                { 3, 5 },
            };
            operations.Optimize("adam", Line, [Line]);
            operations.Optimize("sgd", Line, [Line]);
            operations.Loss("mse", x, x);
            operations.LossGradient("mse", x, x, new double[] { 1, 2 });
            operations.DenseBackward("relu", x, x, new double[] { 1, 2 }, x);
            operations.Metric("accuracy", x, x, new double[] { 1, 2 }, 1);
            operations.LearningRates(0.1, new[] { 1, 2 }, Precision.Float32);
            operations.ToCategorical(new[] { 1, 2 });
            operations.ArgMax(x);
            operations.RowWeights(
                new[] { 1, 2 },
                new Dictionary<int, double>(),
                null,
                Precision.Float32
            );
            var scaler = operations.StandardScaler();
            scaler.Fit(x);
            scaler.PartialFit(x);
            scaler.InverseTransform(scaler.Transform(x));
        }
    }

    [Test]
    public void Stopping_at_a_batch_ends_the_epoch_there_with_its_record()
    {
        using var model = CompileNet("sgd");
        var history = model.Fit(
            Rows(50),
            new FitSpec
            {
                Epochs = 5,
                BatchSize = 10,
                Callbacks = [new Stopper(epoch: 1, batch: 2)],
            }
        );
        Assert.That(history.Epochs, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_cancelled_training_keeps_the_weights_of_its_last_whole_step()
    {
        using var cancel = new CancellationTokenSource();
        using var model = CompileLine(new Sgd(0.1));
        var samples = new Samples(new double[] { 3, 3 }, new double[] { 5, 5 });
        Assert.That(
            () =>
                model.Fit(
                    samples,
                    new FitSpec
                    {
                        BatchSize = 1,
                        Callbacks = [new Canceller(cancel)],
                        Cancellation = cancel.Token,
                    }
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
        AssertWeights(model, 0.8, 0.6);
    }

    [Test]
    public void Evaluation_tells_how_far_it_is_and_stops_between_batches()
    {
        using var cancel = new CancellationTokenSource();
        using var model = CompileLine(new Sgd(0.1));
        var samples = new Samples(new double[] { 3, 3, 3 }, new double[] { 5, 5, 5 });
        var whole = new Told();
        var stopped = new Told(cancel);

        Assert.That(
            model.Evaluate(samples, 2, whole, CancellationToken.None),
            Is.EqualTo(model.Evaluate(samples, 2))
        );
        Assert.That(
            () => model.Evaluate(samples, 2, stopped, cancel.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(whole.All, Is.EqualTo(new RowProgress[] { new(2, 3), new(3, 3) }));
        Assert.That(stopped.All, Is.EqualTo(new RowProgress[] { new(2, 3) }));
    }

    [Test]
    public void A_refused_fit_changes_nothing()
    {
        using var model = CompileLine(new Sgd(0.1));
        Assert.That(
            () => model.Fit(Point, new FitSpec { BatchSize = 0 }),
            Throws.InstanceOf<ArgumentException>()
        );
        AssertWeights(model, 2, 1);
    }

    [Test]
    public void An_order_that_is_no_permutation_is_refused_and_nothing_is_trained()
    {
        using var model = CompileLine(new Sgd(0.1));
        var rows = new Samples(new double[] { 1, 2 }, new double[] { 3, 4 });
        Assert.That(
            () => model.Fit(rows, new FitSpec { BatchSize = 1, RowOrder = new Zeros() }),
            Throws.ArgumentException.With.Message.Contains("permutation")
        );
        AssertWeights(model, 2, 1);
    }

    // Counted when the finalizers of other tests' tensors have run, so that none runs while this test counts.
    private static long LiveTensors()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return torch.Tensor.TotalCount;
    }

    private static IModel CompileLine(Optimizer optimizer) =>
        Backend.Compile(
            new Sequential(new Input(1), new Dense(1)).Spec,
            new CompileSpec(new MeanSquaredError(), optimizer) { Precision = Precision.Float64 },
            Line
        );

    private static IModel CompileNet(string optimizer, Precision precision = Precision.Float32)
    {
        var model = new Sequential(
            new Input(4),
            new Dense(33, "relu"),
            new Dense(3, "softmax")
        ).Spec;
        return Backend.Compile(
            model,
            new CompileSpec("sparse_categorical_crossentropy", optimizer)
            {
                Metrics = ["accuracy"],
                WeightedMetrics = ["accuracy"],
                Precision = precision,
            },
            new Weights(
                model.WeightShapes.Select(
                    Tensor (shape) =>
                        new Tensor<float>(Wave(shape.Aggregate(1, (a, b) => a * b)), shape)
                )
            )
        );
    }

    private static Samples Rows(int rows) =>
        new(
            new Tensor<float>(Wave(rows * 4), rows, 4),
            Enumerable.Range(0, rows).Select(row => row % 3).ToArray()
        );

    // Some numbers in -1 to 1 without a pattern.
    private static float[] Wave(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin(i * i))];

    private static void AssertWeights(IModel model, double w, double b)
    {
        var weights = model.GetWeights();
        Assert.That(weights[0][0], Is.EqualTo(w).Within(1e-15), "w");
        Assert.That(weights[1][0], Is.EqualTo(b).Within(1e-15), "b");
    }

    private sealed class Zeros : RowOrder
    {
        public override void Fill(int epoch, Span<int> rows) => rows.Clear();
    }

    private sealed class Recorder : Callback
    {
        public List<double> Losses { get; } = [];

        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs) =>
            Losses.Add(logs["loss"]);
    }

    private sealed class Stopper(int epoch, int batch) : Callback
    {
        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epochNow, int batchNow, Logs logs)
        {
            Assert.That((epochNow, batchNow).CompareTo((epoch, batch)), Is.LessThanOrEqualTo(0));
            if ((epochNow, batchNow) == (epoch, batch))
            {
                training.Stop();
            }
        }
    }

    private sealed class Canceller(CancellationTokenSource cancel) : Callback
    {
        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs) =>
            cancel.Cancel();
    }

    private sealed class Told(CancellationTokenSource? cancel = null) : IProgress<RowProgress>
    {
        public List<RowProgress> All { get; } = [];

        public void Report(RowProgress value)
        {
            All.Add(value);
            cancel?.Cancel();
        }
    }
}
