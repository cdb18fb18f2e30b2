using Mlp.Conformance.Truth;
using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance.UnitTests.Truth;

public class FitTests
{
    private const int Rows = 7;

    private static readonly PlainBackend Backend = new();

    private static readonly ModelSpec Model = new([
        new Input(3),
        new Dense(4, "tanh"),
        new Dense(3, "softmax"),
    ]);

    private static readonly Tensor X = Slopes.RandomTensor(1, -1, 1, Rows, 3);

    private static readonly Tensor Y = Tensor.Vector(new long[] { 0, 2, 1, 1, 0, 2, 2 });

    private static readonly Weights Start = new(
        Model.WeightShapes.Select((shape, i) => Slopes.RandomTensor(10 + i, -1, 1, shape))
    );

    private static CompileSpec Spec(Precision precision, Optimizer optimizer) =>
        new("sparse_categorical_crossentropy", optimizer)
        {
            Metrics = ["accuracy"],
            WeightedMetrics = ["accuracy"],
            Precision = precision,
        };

    private static CompileSpec Float64 { get; } = Spec(Precision.Float64, new Sgd(0.5));

    private static double[][] Values(Weights weights) => [.. weights.Select(w => w.Values())];

    [Test]
    public void A_fit_is_made_of_the_single_operations(
        [Values] Precision precision,
        [Values("sgd", "adam")] string optimizerName
    )
    {
        Optimizer optimizer = optimizerName;
        var operations = Backend.Operations;
        var loss = new SparseCategoricalCrossentropy(FromLogits: true);
        var start = Start.To(precision);
        var (w, gradients) = (start, new List<Weights>());
        var (losses, rows) = (new List<double>(), new List<double>());
        for (var epoch = 0; epoch < 2; epoch++)
        {
            foreach (var (from, to) in new[] { (0, 3), (3, 6), (6, 7) })
            {
                var (x, y) = (X.To(precision).Slice(from, to), Y.Slice(from, to));
                var hidden = operations.DenseForward("tanh", x, w[0], w[1]);
                var logits = operations.DenseForward("linear", hidden, w[2], w[3]);
                losses.Add(operations.Loss(loss, y, logits)[0]);
                rows.Add(to - from);
                var dLogits = operations.LossGradient(loss, y, logits);
                var top = operations.DenseBackward("linear", hidden, w[2], w[3], dLogits);
                var bottom = operations.DenseBackward("tanh", x, w[0], w[1], top.X);
                gradients.Add(new(bottom.Kernel, bottom.Bias, top.Kernel, top.Bias));
                w = operations.Optimize(optimizer, start, gradients).WeightsAfterStep[^1];
            }
        }

        using var model = Backend.Compile(Model, Spec(precision, optimizer), Start);
        var history = model.Fit(new(X, Y), new() { Epochs = 2, BatchSize = 3 });

        Assert.That(Values(model.GetWeights()), Is.EqualTo(Values(w)));
        var mean = operations.RunningMean(losses.Take(3).ToArray(), rows.Take(3).ToArray());
        Assert.That(history["loss"][0], Is.EqualTo(mean[2]));
    }

    [Test]
    public void A_sigmoid_output_learns_from_its_logits()
    {
        var spec = new ModelSpec([new Input(1), new Dense(1, "sigmoid")]);
        var weights = new Weights(
            new double[,]
            {
                { 100 },
            },
            new double[] { 0 }
        );
        var compile = new CompileSpec("binary_crossentropy", new Sgd(1))
        {
            Precision = Precision.Float64,
        };
        using var model = Backend.Compile(spec, compile, weights);
        var logs = model.TrainOnBatch(new(new double[] { 1 }, new double[] { 0 }));
        Assert.That(logs["loss"], Is.EqualTo(100)); // clipped it would be 16.118
        Assert.That(model.GetWeights()[0][0], Is.EqualTo(99)); // and would not learn
    }

    [Test]
    public void Epoch_loss_is_over_rows_metrics_ignore_weights_and_weighted_ones_divide_by_them()
    {
        // No step moves the weights at rate 0, so the epoch's figures are those of the start.
        var w = Slopes.RandomTensor(3, 0.1, 2, Rows);
        using var model = Backend.Compile(Model, Spec(Precision.Float64, new Sgd(0.0)), Start);
        var logs = model.Fit(new(X, Y, w), new() { BatchSize = 3 }).Epochs[0].Logs;
        var p = model.Predict(X);
        var operations = Backend.Operations;
        var perRow = operations.Loss(
            new SparseCategoricalCrossentropy(Reduction: Reduction.None),
            Y,
            p,
            w
        );
        var hits = operations.Metric("sparse_categorical_accuracy", Y, p, null, Rows).PerSample;
        Assert.That(logs["loss"], Is.EqualTo(perRow.Values().Sum() / Rows).Within(1e-14));
        Assert.That(logs["accuracy"], Is.EqualTo(hits.Values().Average()).Within(1e-15));
        Assert.That(
            logs["weighted_accuracy"],
            Is.EqualTo(Slopes.Dot(hits, w) / w.Values().Sum()).Within(1e-14)
        );
    }

    [Test]
    public void Class_weights_are_sample_weights_of_training_rows_only()
    {
        var classes = new Dictionary<int, double> { [0] = 2, [1] = 0.25 };
        var w = Backend.Operations.RowWeights(Y, classes, null, Precision.Float64);
        var fit = new FitSpec { BatchSize = 3, Validation = new(X, Y) };
        var (byClass, fromClass) = Fitted(new(X, Y), fit with { ClassWeight = classes });
        var (bySample, fromSample) = Fitted(new(X, Y, w), fit);
        Assert.That(fromClass, Is.EqualTo(fromSample));
        Assert.That(byClass["loss"], Is.EqualTo(bySample["loss"]));
        using var model = Backend.Compile(Model, Float64, Start);
        model.Fit(new(X, Y, w), fit with { Validation = null });
        Assert.That(byClass["val_loss"][0], Is.EqualTo(model.Evaluate(new(X, Y), 3)["loss"]));
    }

    [Test]
    public void A_validation_split_keeps_the_first_rows_and_the_weights_of_the_last()
    {
        var w = Slopes.RandomTensor(3, 0.1, 2, Rows);
        var all = new Samples(X, Y, w);
        var (split, weights) = Fitted(all, new() { BatchSize = 2, ValidationSplit = 0.3 });
        var given = new FitSpec { BatchSize = 2, Validation = all.Slice(4, 7) };
        var (explicitly, sameWeights) = Fitted(all.Slice(0, 4), given);
        Assert.That(weights, Is.EqualTo(sameWeights));
        Assert.That(split["val_loss"], Is.EqualTo(explicitly["val_loss"]));
    }

    [Test]
    public void Rows_are_trained_in_the_order_given()
    {
        int[] order = [6, 5, 4, 3, 2, 1, 0];
        var (_, reordered) = Fitted(new(X, Y), new() { BatchSize = 2, RowOrder = new Backwards() });
        var (_, gathered) = Fitted(new(X.Gather(order), Y.Gather(order)), new() { BatchSize = 2 });
        Assert.That(reordered, Is.EqualTo(gathered));
    }

    [Test]
    public void Training_on_a_batch_is_a_fit_of_one_step_and_state_goes_on()
    {
        var adam = Spec(Precision.Float64, "adam");
        using var once = Backend.Compile(Model, adam, Start);
        var history = once.Fit(new(X, Y), new() { Epochs = 2, BatchSize = Rows });
        using var stepwise = Backend.Compile(Model, adam, Start);
        var first = stepwise.TrainOnBatch(new(X, Y));
        stepwise.Fit(new(X, Y), new() { BatchSize = Rows });
        Assert.That(Values(stepwise.GetWeights()), Is.EqualTo(Values(once.GetWeights())));
        Assert.That(first["loss"], Is.EqualTo(history["loss"][0]));
    }

    [Test]
    public void Bytes_are_divided_by_255()
    {
        byte[,] bytes =
        {
            { 0, 128, 255 },
            { 3, 7, 200 },
        };
        using var model = Backend.Compile(Model, Spec(Precision.Float32, "sgd"), Start);
        float[,] scaled =
        {
            { 0, 128 / 255f, 1 },
            { 3 / 255f, 7 / 255f, 200 / 255f },
        };
        Assert.That(model.Predict(bytes).Values(), Is.EqualTo(model.Predict(scaled).Values()));
    }

    [Test]
    public void Predictions_and_losses_do_not_depend_on_the_batch_size()
    {
        using var model = Backend.Compile(Model, Float64, Start);
        Assert.That(model.Predict(X, 2).Values(), Is.EqualTo(model.Predict(X, 100).Values()));
        Assert.That(
            model.Evaluate(new(X, Y), 2)["loss"],
            Is.EqualTo(model.Evaluate(new(X, Y), 100)["loss"]).Within(1e-15)
        );
    }

    [Test]
    public void A_model_without_dense_layers_evaluates_its_inputs()
    {
        var spec = new ModelSpec([new Input(3)]);
        var compile = new CompileSpec("mse", "sgd") { Precision = Precision.Float64 };
        using var model = Backend.Compile(spec, compile, new Weights());
        Assert.That(model.Predict(X).Values(), Is.EqualTo(X.Values()));
        Assert.That(model.Evaluate(new(X, X))["loss"], Is.Zero);
    }

    [Test]
    public void Weights_handed_out_are_copies()
    {
        using var model = Backend.Compile(Model, Float64, Start);
        var before = model.GetWeights();
        model.Fit(new(X, Y), new());
        Assert.That(Values(before), Is.EqualTo(Values(Start)));
        Assert.That(Values(model.GetWeights()), Is.Not.EqualTo(Values(Start)));
        model.SetWeights(Start);
        Assert.That(Values(model.GetWeights()), Is.EqualTo(Values(Start)));
    }

    [Test]
    public void Stopping_at_a_batch_ends_the_epoch_there_and_stopping_at_an_epoch_ends_training()
    {
        using var model = Backend.Compile(Model, Float64, Start);
        var atBatch = new Stopper(stopAtBatch: 1);
        var history = model.Fit(
            new(X, Y),
            new()
            {
                Epochs = 5,
                BatchSize = 2,
                Callbacks = [atBatch],
            }
        );
        Assert.That(atBatch.Told, Is.EqualTo(["begin", "batch 0", "batch 1", "epoch 0", "end"]));
        Assert.That(history.Epochs, Has.Count.EqualTo(1));
        history = model.Fit(new(X, Y), new() { Epochs = 5, Callbacks = [new Stopper(null)] });
        Assert.That(history.Epochs, Has.Count.EqualTo(1));
    }

    [Test]
    public void Cancelling_leaves_the_weights_of_the_last_whole_step()
    {
        using var cancelled = Backend.Compile(Model, Float64, Start);
        using var source = new CancellationTokenSource();
        var fit = new FitSpec
        {
            BatchSize = 3,
            Callbacks = [new Canceller(source)],
            Cancellation = source.Token,
        };
        Assert.That(
            () => cancelled.Fit(new(X, Y), fit),
            Throws.InstanceOf<OperationCanceledException>()
        );
        using var stepped = Backend.Compile(Model, Float64, Start);
        stepped.TrainOnBatch(new Samples(X, Y).Slice(0, 3));
        Assert.That(Values(cancelled.GetWeights()), Is.EqualTo(Values(stepped.GetWeights())));
    }

    [Test]
    public void A_refused_fit_changes_nothing()
    {
        using var model = Backend.Compile(Model, Float64, Start);
        var labels = Tensor.Vector(new long[] { 0, 2, 1, 1, 0, 2, 3 });
        Assert.That(() => model.Fit(new(X, labels), new()), Throws.InstanceOf<ArgumentException>());
        Assert.That(Values(model.GetWeights()), Is.EqualTo(Values(Start)));
    }

    private static (History History, double[][] Weights) Fitted(Samples rows, FitSpec fit)
    {
        using var model = Backend.Compile(Model, Float64, Start);
        return (model.Fit(rows, fit), Values(model.GetWeights()));
    }

    private sealed class Backwards : RowOrder
    {
        public override void Fill(int epoch, Span<int> rows)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = rows.Length - 1 - i;
            }
        }
    }

    private sealed class Stopper(int? stopAtBatch) : Callback
    {
        public List<string> Told { get; } = [];

        public override bool WantsBatches => stopAtBatch is not null;

        public override void OnTrainBegin(ITraining training) => Told.Add("begin");

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs)
        {
            Told.Add($"batch {batch}");
            if (batch == stopAtBatch)
            {
                training.Stop();
            }
        }

        public override void OnEpochEnd(ITraining training, EpochRecord epoch)
        {
            Told.Add($"epoch {epoch.Epoch}");
            training.Stop();
        }

        public override void OnTrainEnd(ITraining training) => Told.Add("end");
    }

    private sealed class Canceller(CancellationTokenSource source) : Callback
    {
        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs) =>
            source.Cancel();
    }
}
