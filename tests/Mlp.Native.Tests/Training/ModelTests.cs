using Mlp.Losses;
using Mlp.Optimizers;

namespace Mlp.Native.Tests;

public sealed class ModelTests
{
    [Test]
    public void Predictions_do_not_depend_on_the_rows_beside_them([Values] Precision precision)
    {
        var problem = Problem.Classes(
            precision,
            rows: 601,
            inputs: 40,
            hidden: [33],
            activation: "softmax"
        );
        using var model = problem.Start();

        var together = model.Predict(problem.Rows.X);

        Assert.That(together.Shape, Is.EqualTo(new[] { 601, 3 }));
        foreach (var row in new[] { 0, 7, 8, 300, 512, 600 }) // around tiles and blocks
        {
            Bits.AreEqual(
                model.Predict(problem.Rows.X.Slice(row, row + 1)),
                together.Slice(row, row + 1)
            );
        }
    }

#if !MUTATION // threads and allocations are not mutated, and waits take long
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(7)] // fewer than one worker takes for itself
    [TestCase(15)]
    [TestCase(16)] // as many as two workers take
    [TestCase(40)]
    public void Few_rows_shared_out_by_columns_give_the_bits_of_one_thread(int rows)
    {
        // Large enough for even one row to be worth sharing.
        var problem = Problem.Classes(
            Precision.Float32,
            rows,
            inputs: 700,
            hidden: [523, 90],
            activation: "tanh"
        );
        using var alone = problem.Start(new CpuBackend("cpu", 1));
        using var together = problem.Start(new CpuBackend("cpu", 2));

        Bits.AreEqual(together.Predict(problem.Rows.X), alone.Predict(problem.Rows.X));
    }
#endif

    [Test]
    public void Predictions_in_spans_are_those_in_tensors([Values] Precision precision)
    {
        var problem = Problem.Classes(precision, rows: 37);
        using var model = problem.Start();
        var expected = model.Predict(problem.Rows.X);

        if (precision == Precision.Float32)
        {
            var outputs = new float[expected.Length];
            model.Predict(problem.Rows.X.ToFloat32().Values, outputs);
            Bits.AreEqual(Tensor.Create(outputs, 37, 3), expected);
        }
        else
        {
            var outputs = new double[expected.Length];
            model.Predict(problem.Rows.X.ToFloat64().Values, outputs);
            Bits.AreEqual(Tensor.Create(outputs, 37, 3), expected);
        }
    }

    [Test]
    public void Predictions_in_spans_allocate_nothing()
    {
        var problem = Problem.Classes(Precision.Float32, rows: 3);
        using var model = problem.Start();
        var x = problem.Rows.X.ToFloat32();
        var outputs = new float[9];
        model.Predict(x.Values, outputs);

        // More calls than it takes for them to count as close upon each other.
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < 100; call++)
        {
            model.Predict(x.Values, outputs);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Spans_that_do_not_fit_are_refused_by_what_was_given_and_what_is_due()
    {
        var problem = Problem.Classes(Precision.Float32, rows: 3, inputs: 5);
        using var model = problem.Start();

        Assert.That(
            () => model.Predict(new float[11], new float[9]),
            Throws.ArgumentException.With.Message.Contains("11 values")
        );
        Assert.That(
            () => model.Predict(ReadOnlySpan<float>.Empty, new float[9]),
            Throws.ArgumentException.With.Message.Contains("at least one")
        );
        Assert.That(
            () => model.Predict(new float[10], new float[9]),
            Throws.ArgumentException.With.Message.Contains("2 rows of 3 outputs need 6")
        );
        Assert.That(
            () => model.Predict(new double[10], new double[6]),
            Throws.ArgumentException.With.Message.Contains("Float64")
        );
    }

    [Test]
    public void Evaluating_is_the_loss_of_the_predictions()
    {
        var problem = Problem.Classes(Precision.Float64, rows: 700);
        using var model = problem.Start();
        var operations = new CpuBackend().Operations;

        var logs = model.Evaluate(problem.Rows, batchSize: 9);

        var predictions = model.Predict(problem.Rows.X);
        var loss = operations.Loss("sparse_categorical_crossentropy", problem.Rows.Y, predictions);
        var accuracy = operations.Metric("accuracy", problem.Rows.Y, predictions, null, 9).Result;
        Assert.That(logs["loss"], Is.EqualTo(loss[0]).Within(1e-12));
        Assert.That(logs["accuracy"], Is.EqualTo(accuracy[0]).Within(1e-12));
    }

    [Test]
    public void Bytes_are_scaled_by_255_and_whole_numbers_are_not([Values] Precision precision)
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var model = new ModelSpec([new Input(16, 16), new Flatten()]);
        var compile = new CompileSpec("mse", "sgd") { Precision = precision };
        using var compiled = new CpuBackend().Compile(model, compile, new Weights());

        var scaled = compiled.Predict(Tensor.Create(bytes, 1, 16, 16));
        var plain = compiled.Predict(
            Tensor.Create(Array.ConvertAll(bytes, b => (int)b), 1, 16, 16)
        );

        for (var i = 0; i < 256; i++)
        {
            Assert.That(
                scaled[i],
                Is.EqualTo(precision == Precision.Float32 ? i / 255f : i / 255d)
            );
            Assert.That(plain[i], Is.EqualTo(i));
        }
    }

    [TestCase(1)]
    [TestCase(7)] // less than the lanes of a double
    [TestCase(9)] // those and one
    [TestCase(15)]
    [TestCase(31)] // the lanes of a float, and nearly twice
    public void Rows_of_bytes_of_any_width_are_scaled_and_nothing_beside_them(int width)
    {
        var bytes = Enumerable.Range(1, 3 * width).Select(i => (byte)(7 * i)).ToArray();
        foreach (var name in CpuBackend.Available)
        {
            foreach (var precision in Enum.GetValues<Precision>())
            {
                using var model = new CpuBackend(name).Compile(
                    new ModelSpec([new Input(width)]),
                    new CompileSpec("mse", "sgd") { Precision = precision },
                    new Weights()
                );

                var scaled = model.Predict(Tensor.Create(bytes, 3, width));

                var single = Array.ConvertAll(bytes, b => (double)(b / 255f));
                var exact = Array.ConvertAll(bytes, b => b / 255d);
                Assert.That(
                    scaled.ToFloat64().Values.ToArray(),
                    Is.EqualTo(precision == Precision.Float32 ? single : exact)
                );
            }
        }
    }

    [Test]
    public void A_model_without_layers_evaluates_its_inputs_as_predictions()
    {
        var compile = new CompileSpec("mse", "sgd") { Metrics = ["mae"] };
        using var model = new CpuBackend().Compile(
            new ModelSpec([new Input(2)]),
            compile,
            new Weights()
        );
        var rows = new Samples(
            new float[,]
            {
                { 1, 3 },
                { 2, 2 },
            },
            new float[,]
            {
                { 0, 0 },
                { 0, 0 },
            }
        );

        var logs = model.Evaluate(rows);
        model.Fit(rows, new FitSpec { Epochs = 2 });

        Assert.That((logs["loss"], logs["mae"]), Is.EqualTo((4.5, 2.0)));
    }

    [Test]
    public void Weighted_metrics_divide_by_weights_and_metrics_by_rows()
    {
        var compile = new CompileSpec("mse", "sgd")
        {
            Metrics = ["mae"],
            WeightedMetrics = ["mae"],
        };
        using var model = new CpuBackend().Compile(
            new ModelSpec([new Input(1)]),
            compile,
            new Weights()
        );
        var rows = new Samples(
            new float[] { 1, 3, 5 },
            new float[] { 0, 0, 0 },
            new float[] { 1, 3, 0 }
        );

        var logs = model.Evaluate(rows, batchSize: 2);

        Assert.That((logs["mae"], logs["weighted_mae"]), Is.EqualTo((3.0, 2.5)));
        Assert.That(logs["loss"], Is.EqualTo(28.0 / 3));
    }

    [Test]
    public void Weights_that_are_set_are_those_that_train_and_optimizer_state_stays()
    {
        var problem = Problem.Classes(hidden: [17, 9], optimizer: new Adam(0.1));
        using var reset = problem.Start();
        using var fresh = problem.Start();
        reset.TrainOnBatch(problem.Rows);
        reset.SetWeights(problem.Weights);
        Bits.AreEqual(reset.GetWeights(), problem.Weights);

        // The second step of Adam from the same weights is another than the first.
        reset.TrainOnBatch(problem.Rows);
        fresh.TrainOnBatch(problem.Rows);

        Assert.That(reset.GetWeights()[0][0], Is.Not.EqualTo(fresh.GetWeights()[0][0]));
    }

    [Test]
    public void The_root_of_a_mean_is_taken_over_all_batches()
    {
        LayerSpec[] layers = [new Input(7), new Dense(1)];
        var spec = new ModelSpec(layers);
        var draw = new Draw(3);
        var compile = new CompileSpec("mean_squared_error", "sgd")
        {
            Metrics = ["root_mean_squared_error", "mean_squared_error"],
        };
        using var model = new CpuBackend().Compile(
            spec,
            compile,
            draw.Weights(spec, Precision.Float32)
        );
        var rows = new Samples(
            draw.Values(Precision.Float32, 33, 7),
            draw.Values(Precision.Float32, 33, 1)
        );

        var logs = model.Evaluate(rows, batchSize: 10);

        Assert.That(
            logs["root_mean_squared_error"],
            Is.EqualTo(Math.Sqrt(logs["mean_squared_error"]))
        );
    }

    [TestCase("sgd")]
    [TestCase("adam")]
    public void A_training_goes_on_in_another_model_from_its_state(string optimizer)
    {
        var problem = Problem.Classes(optimizer: Optimizer.Parse(optimizer));
        using var one = problem.Start();
        using var other = problem.Start();

        one.Fit(problem.Rows, new FitSpec { BatchSize = 10 });
        other.SetTrainingState(one.GetTrainingState());
        one.Fit(problem.Rows, new FitSpec { BatchSize = 10 });
        other.Fit(problem.Rows, new FitSpec { BatchSize = 10 });

        Bits.AreEqual(other.GetWeights(), one.GetWeights());
    }

    private static readonly TestCaseData[] Unfit =
    [
        Call("Fit", (model, rows) => model.Fit(rows, new FitSpec())),
        Call("TrainOnBatch", (model, rows) => model.TrainOnBatch(rows)),
        Call(
            "a class weight",
            (model, _) =>
                model.TrainOnBatch(
                    Problem.Classes().Rows,
                    new Dictionary<int, double> { [0] = double.NaN }
                )
        ),
        Call("Evaluate", (model, rows) => model.Evaluate(rows)),
        Call("Evaluate, told of", (model, rows) => model.Evaluate(rows, 8, null, default)),
        Call("Predict", (model, rows) => model.Predict(rows.X)),
        Call(
            "SetTrainingState",
            (model, _) =>
                model.SetTrainingState(
                    new(Problem.Classes().Weights, -1, new Dictionary<string, Weights>())
                )
        ),
    ];

    [TestCaseSource(nameof(Unfit))]
    public void What_does_not_fit_the_model_is_refused_and_changes_nothing(
        Action<IModel, Samples> call
    )
    {
        var problem = Problem.Classes();
        using var model = problem.Start();
        // Six inputs where seven are due.
        var rows = Problem.Classes(inputs: 6).Rows;

        Assert.That(() => call(model, rows), Throws.InstanceOf<ArgumentException>());
        Bits.AreEqual(model.GetWeights(), problem.Weights);
    }

    private static TestCaseData Call(string name, Action<IModel, Samples> call) =>
        new TestCaseData(call).SetName($"What does not fit is refused: {name}");

    [Test]
    public void Weights_of_another_shape_or_with_nan_are_refused_and_the_old_ones_stay()
    {
        var problem = Problem.Classes();
        using var model = problem.Start();
        Tensor[] wrong = [.. problem.Weights];
        wrong[3] = Tensor.Vector(new[] { 0, float.NaN, 0 });

        Assert.That(() => model.SetWeights(new(wrong)), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => model.SetWeights(new()), Throws.InstanceOf<ArgumentException>());
        Bits.AreEqual(model.GetWeights(), problem.Weights);
    }

    [Test]
    public void A_model_that_was_disposed_of_says_so()
    {
        var problem = Problem.Classes();
        var model = problem.Start();
        model.Dispose();

        Assert.That(
            () => model.Predict(problem.Rows.X),
            Throws.InstanceOf<ObjectDisposedException>()
        );
    }

    [Test]
    public void A_batch_too_large_for_memory_is_refused_again_when_tried_again()
    {
        // 512 rows of so many outputs are more values than an array holds.
        const int Units = 1 << 22;
        using var model = new CpuBackend().Compile(
            new ModelSpec([new Input(1), new Dense(Units)]),
            new CompileSpec(new SparseCategoricalCrossentropy(FromLogits: true), "sgd"),
            new Weights(Tensor.Create(new float[Units], 1, Units), new float[Units])
        );
        var rows = new Samples(new float[512], new int[512]);
        model.Evaluate(rows.Slice(0, 1));

        for (var time = 0; time < 2; time++)
        {
            Assert.That(
                () => model.Evaluate(rows, batchSize: 512),
                Throws.InstanceOf<NotSupportedException>().With.Message.Contains("smaller batch")
            );
        }
    }

#if !MUTATION // threads and allocations are not mutated, and waits take long
    [Test]
    public void A_last_block_of_rows_waits_for_the_one_before()
    {
        // 512 rows and 89: those of the second worker in the last block are among those of the first in the block before.
        var problem = Problem.Classes(rows: 601, inputs: 40, hidden: [33]);
        using var alone = problem.Start(new CpuBackend(threads: 1));
        using var together = problem.Start(CpuBackend.OfThreads(2));
        var expected = alone.Predict(problem.Rows.X);

        for (var time = 0; time < 200; time++)
        {
            Bits.AreEqual(together.Predict(problem.Rows.X), expected);
        }
    }
#endif

    [Test]
    public void A_model_may_be_used_from_several_threads_at_once()
    {
        var problem = Problem.Classes(rows: 601, inputs: 40, hidden: [33]);
        using var model = problem.Start();
        var expected = model.Predict(problem.Rows.X);
        var loss = model.Evaluate(problem.Rows)["loss"];

        Parallel.For(
            0,
            40,
            i =>
            {
                if (i % 2 == 0)
                {
                    Bits.AreEqual(model.Predict(problem.Rows.X), expected);
                }
                else
                {
                    Assert.That(model.Evaluate(problem.Rows)["loss"], Is.EqualTo(loss));
                }
            }
        );
    }

    [Test]
    public void A_saturated_softmax_still_learns_from_its_logits()
    {
        // The true class has a probability far below the clip; from probabilities its gradient would be 0.
        var model = new ModelSpec([new Input(1), new Dense(2, "softmax")]);
        var weights = new Weights(
            new float[,]
            {
                { 100, -100 },
            },
            new float[] { 0, 0 }
        );
        using var trained = new CpuBackend().Compile(
            model,
            new CompileSpec("sparse_categorical_crossentropy", new Sgd(1)),
            weights
        );

        var logs = trained.TrainOnBatch(
            new Samples(
                new float[,]
                {
                    { 1 },
                },
                new long[] { 1 }
            )
        );

        Assert.That(logs["loss"], Is.EqualTo(200));
        Assert.That(trained.GetWeights()[1][1], Is.EqualTo(1));
    }

    [Test]
    public void A_keras_like_line_compiles_and_two_seeds_differ()
    {
        var sequential = new Sequential(
            new Input(7),
            new Dense(9, "relu"),
            new Dense(3, "softmax")
        );
        var rows = Problem.Classes().Rows;

        using var model = sequential.Compile(
            "sparse_categorical_crossentropy",
            "sgd",
            ["accuracy"]
        );
        using var again = sequential.Compile(
            "sparse_categorical_crossentropy",
            "sgd",
            ["accuracy"]
        );
        using var other = sequential.Compile("sparse_categorical_crossentropy", "adam", seed: 1);

        Assert.That(model.Fit(rows, new FitSpec()).Keys, Is.EqualTo(new[] { "loss", "accuracy" }));
        Bits.AreEqual(again.Predict(rows.X), sequential.Compile("mse", "sgd").Predict(rows.X));
        Assert.That(other.GetWeights()[0][0], Is.Not.EqualTo(again.GetWeights()[0][0]));
    }

    [Test]
    public void The_class_predicted_is_the_first_largest_output_or_the_side_of_one_half()
    {
        using var several = new Sequential(new Input(3)).Compile(new MeanSquaredError(), "sgd");
        using var one = new Sequential(new Input(1)).Compile("binary_crossentropy", "sgd");
        Tensor scores = new float[,]
        {
            { 0, 2, 2 },
            { 5, 1, 1 },
        };
        Tensor probabilities = new float[] { 0.5f, 0.50001f };

        Assert.That(several.PredictClasses(scores), Is.EqualTo(new[] { 1, 0 }));
        Assert.That(
            several.PredictClasses(scores, ["a", "b", "c"]),
            Is.EqualTo(new[] { "b", "a" })
        );
        Assert.That(one.PredictClasses(probabilities), Is.EqualTo(new[] { 0, 1 }));
        Assert.That(
            one.PredictClasses(probabilities, ["no", "yes"]),
            Is.EqualTo(new[] { "no", "yes" })
        );
        Assert.That(() => several.PredictClasses(scores, ["a", "b"]), Throws.ArgumentException);
    }
}
