using Mlp.Data;
using Mlp.Losses;
using Mlp.Optimizers;

namespace Mlp.Native.Tests;

public sealed class FitTests
{
    [Test]
    public void Two_fits_go_on_where_one_would_have_gone(
        [Values("sgd", "adam", "rmsprop")] string name
    )
    {
        var optimizer = Optimizer.Parse(name) with
        {
            LearningRate = new ExponentialDecay(0.1, 10, 0.5),
        };
        var problem = Problem.Classes(optimizer: optimizer);
        using var once = problem.Start();
        using var twice = problem.Start();

        once.Fit(problem.Rows, new FitSpec { Epochs = 4, BatchSize = 10 });
        twice.Fit(problem.Rows, new FitSpec { Epochs = 1, BatchSize = 10 });
        twice.Fit(problem.Rows, new FitSpec { Epochs = 3, BatchSize = 10 });

        Bits.AreEqual(twice.GetWeights(), once.GetWeights());
    }

    [Test]
    public void An_epoch_is_the_steps_of_its_batches_in_the_order_of_its_rows()
    {
        var problem = Problem.Classes();
        using var fitted = problem.Start();
        using var stepped = problem.Start();
        var order = new SeededRowOrder(5);
        var rows = new int[problem.Rows.Rows];

        fitted.Fit(
            problem.Rows,
            new FitSpec
            {
                Epochs = 2,
                BatchSize = 10,
                RowOrder = order,
            }
        );
        for (var epoch = 0; epoch < 2; epoch++)
        {
            order.Fill(epoch, rows);
            foreach (var batch in rows.Chunk(10))
            {
                stepped.TrainOnBatch(problem.Rows.Gather(batch));
            }
        }

        Bits.AreEqual(fitted.GetWeights(), stepped.GetWeights());
    }

    [Test]
    public void The_loss_of_an_epoch_weighs_batches_by_their_rows()
    {
        var problem = Problem.Classes(optimizer: new Sgd(0)); // the weights stay
        using var model = problem.Start();
        var weights = new Draw(1).Between(0, 3, Precision.Float32, 33);
        var rows = problem.Rows with { SampleWeight = weights };

        var history = model.Fit(rows, new FitSpec { BatchSize = 10 });

        Assert.That(
            history["loss"][0],
            Is.EqualTo(model.Evaluate(rows, batchSize: 33)["loss"]).Within(1e-6)
        );
    }

    [Test]
    public void Validation_has_batches_of_its_own_size_where_one_is_given()
    {
        // Sums of batches tell their size.
        var problem = Problem
            .Classes(optimizer: new Sgd(0))
            .With(new SparseCategoricalCrossentropy { Reduction = Reduction.Sum });
        using var model = problem.Start();

        var history = model.Fit(
            problem.Rows,
            new FitSpec
            {
                BatchSize = 10,
                Validation = problem.Rows,
                ValidationBatchSize = 3,
            }
        );

        Assert.That(
            history["val_loss"][0],
            Is.EqualTo(model.Evaluate(problem.Rows, batchSize: 3)["loss"])
        );
    }

    [Test]
    public void A_split_validates_on_the_last_rows_with_their_weights()
    {
        var problem = Problem.Classes();
        var rows = problem.Rows with
        {
            SampleWeight = new Draw(1).Between(0, 3, Precision.Float32, 33),
        };
        using var split = problem.Start();
        using var given = problem.Start();

        var fromSplit = split.Fit(rows, new FitSpec { Epochs = 2, ValidationSplit = 0.3 });
        var fromRows = given.Fit(
            rows.Slice(0, 23),
            new FitSpec { Epochs = 2, Validation = rows.Slice(23, 33) }
        );

        Assert.That(fromSplit["val_loss"], Is.EqualTo(fromRows["val_loss"]));
        Bits.AreEqual(split.GetWeights(), given.GetWeights());
    }

    [Test]
    public void Class_weights_multiply_sample_weights_and_leave_validation_alone()
    {
        var problem = Problem.Classes();
        var classWeight = new Dictionary<int, double> { [0] = 2, [2] = 0.5 };
        var sample = new Draw(1).Between(0, 3, Precision.Float32, 33);
        var product = new CpuBackend().Operations.RowWeights(
            problem.Rows.Y,
            classWeight,
            sample,
            Precision.Float32
        );
        using var weighted = problem.Start();
        using var multiplied = problem.Start();

        var history = weighted.Fit(
            problem.Rows with
            {
                SampleWeight = sample,
            },
            new FitSpec { ClassWeight = classWeight, Validation = problem.Rows }
        );
        multiplied.Fit(problem.Rows with { SampleWeight = product }, new FitSpec());

        Bits.AreEqual(weighted.GetWeights(), multiplied.GetWeights());
        Assert.That(history["val_loss"][0], Is.EqualTo(weighted.Evaluate(problem.Rows)["loss"]));
    }

    [Test]
    public void Cancelling_leaves_the_weights_of_the_last_whole_step()
    {
        var problem = Problem.Classes(rows: 3300);
        using var cancellation = new CancellationTokenSource();
        using var cancelled = problem.Start();
        using var whole = problem.Start();
        var reached = 0;
        var progress = new Listening(told =>
        {
            reached = told.Step;
            if (told.Step >= 5)
            {
                cancellation.Cancel();
            }
        });

        Assert.That(
            () =>
                cancelled.Fit(
                    problem.Rows,
                    new FitSpec
                    {
                        BatchSize = 33,
                        Progress = progress,
                        Cancellation = cancellation.Token,
                    }
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
        whole.Fit(problem.Rows.Slice(0, 33 * reached), new FitSpec { BatchSize = 33 });

        Assert.That(reached, Is.InRange(5, 100));
        Bits.AreEqual(cancelled.GetWeights(), whole.GetWeights());
    }

    [TestCase(2)]
    [TestCase(4)]
    public void Cancelling_at_a_batch_ends_there(int last)
    {
        // Of four batches, the last one too: no epoch is told of then.
        var problem = Problem.Classes();
        using var cancellation = new CancellationTokenSource();
        using var cancelled = problem.Start();
        using var stepped = problem.Start();
        var fit = new FitSpec
        {
            BatchSize = 10,
            Callbacks = [new At(last - 1, _ => cancellation.Cancel())],
            Cancellation = cancellation.Token,
        };

        Assert.That(
            () => cancelled.Fit(problem.Rows, fit),
            Throws.InstanceOf<OperationCanceledException>()
        );
        for (var batch = 0; batch < last; batch++)
        {
            var (first, end) = (10 * batch, Math.Min(10 * (batch + 1), 33));
            stepped.TrainOnBatch(problem.Rows.Slice(first, end));
        }

        Bits.AreEqual(cancelled.GetWeights(), stepped.GetWeights());
    }

    [Test]
    public void The_figures_of_an_epoch_are_its_own()
    {
        var problem = Problem.Classes();
        using var together = problem.Start();
        using var apart = problem.Start();

        var two = together.Fit(problem.Rows, new FitSpec { Epochs = 2 });
        apart.Fit(problem.Rows, new FitSpec());
        var second = apart.Fit(problem.Rows, new FitSpec());

        Assert.That(two["loss"][1], Is.EqualTo(second["loss"][0]));
        Assert.That(two["accuracy"][1], Is.EqualTo(second["accuracy"][0]));
    }

    [Test]
    public void An_order_is_asked_for_once_an_epoch()
    {
        var problem = Problem.Classes();
        using var model = problem.Start();
        var order = new Counting();

        model.Fit(problem.Rows, new FitSpec { Epochs = 3, RowOrder = order });

        Assert.That(order.Asked, Is.EqualTo(new[] { 0, 1, 2 }));
    }

    [Test]
    public void Progress_ends_at_the_last_step_of_every_epoch()
    {
        var problem = Problem.Classes();
        using var model = problem.Start();
        var told = new List<BatchProgress>();

        var history = model.Fit(
            problem.Rows,
            new FitSpec
            {
                Epochs = 3,
                BatchSize = 10,
                Progress = new Listening(told.Add),
            }
        );

        var last = told.GroupBy(p => p.Epoch).Select(epoch => epoch.Last()).ToArray();
        Assert.That(last.Select(p => (p.Step, p.Steps, p.Epochs)), Is.All.EqualTo((4, 4, 3)));
        Assert.That(last.Select(p => p.Logs["loss"]), Is.EqualTo(history["loss"]));
    }

    [Test]
    public void Stopping_at_a_batch_ends_there_and_the_epoch_is_told_of()
    {
        var problem = Problem.Classes();
        using var stopped = problem.Start();
        using var stepped = problem.Start();

        var history = stopped.Fit(
            problem.Rows,
            new FitSpec
            {
                Epochs = 5,
                BatchSize = 10,
                // One that looks at batches is enough.
                Callbacks = [new Unaware(), new At(1, training => training.Stop())],
                Validation = problem.Rows,
            }
        );
        stepped.TrainOnBatch(problem.Rows.Slice(0, 10));
        stepped.TrainOnBatch(problem.Rows.Slice(10, 20));

        Assert.That(history.Epochs, Has.Count.EqualTo(1));
        Assert.That(history.Keys, Does.Contain("val_loss"));
        Bits.AreEqual(stopped.GetWeights(), stepped.GetWeights());
    }

    [Test]
    public void The_rate_told_of_is_that_of_the_last_step()
    {
        var problem = Problem.Classes(optimizer: new Sgd(new InverseTimeDecay(1, 1, 1)));
        using var model = problem.Start();

        var history = model.Fit(problem.Rows, new FitSpec { Epochs = 2, BatchSize = 10 });

        // Four steps an epoch: 1/(1 + 3), 1/(1 + 7).
        Assert.That(history.Epochs.Select(e => e.LearningRate), Is.EqualTo(new[] { 0.25, 0.125 }));
    }

    [Test]
    public void A_loss_that_is_not_finite_is_told_and_training_goes_on()
    {
        var problem = Problem.Classes(optimizer: new Sgd(1e30));
        using var model = problem.Start();

        var history = model.Fit(problem.Rows, new FitSpec { Epochs = 3, BatchSize = 10 });

        Assert.That(history["loss"], Has.Count.EqualTo(3));
        Assert.That(history["loss"][2], Is.NaN);
    }

    [Test]
    public void A_training_that_diverges_from_the_start_keeps_its_weights_where_the_best_are_to_be_restored()
    {
        var problem = Problem.Classes(optimizer: new Sgd(1e30));
        using var model = problem.Start();
        using var plain = problem.Start();

        var history = model.Fit(
            problem.Rows,
            new FitSpec
            {
                Epochs = 3,
                BatchSize = 10,
                Callbacks =
                [
                    new EarlyStopping("loss", patience: 9, restoreBestWeights: true),
                    new BestWeights("loss", restore: true),
                ],
            }
        );
        plain.Fit(problem.Rows, new FitSpec { Epochs = 3, BatchSize = 10 });

        Assert.That(history["loss"], Is.EqualTo(new[] { double.NaN, double.NaN, double.NaN }));
        Bits.AreEqual(model.GetWeights(), plain.GetWeights());
    }

    // The loss of a step is that of the weights before it: it may be the best one, and the weights after it NaN.
    [Test]
    public void Weights_that_are_NaN_are_not_the_best_however_good_the_figure(
        [Values] bool earlyStopping
    )
    {
        var problem = Problem.Classes(
            optimizer: new Sgd(new PiecewiseConstantDecay([1], [0.1, 1e39])) { WeightDecay = 0.1 }
        );
        using var model = problem.Start();
        using var whole = problem.Start();
        Callback callback = earlyStopping
            ? new EarlyStopping("loss", restoreBestWeights: true)
            : new BestWeights("loss", restore: true);

        var history = model.Fit(
            problem.Rows,
            new FitSpec
            {
                Epochs = 3,
                BatchSize = 33,
                Callbacks = [callback],
            }
        );
        whole.Fit(problem.Rows, new FitSpec { Epochs = 2, BatchSize = 33 });

        Assert.That(history["loss"], Is.Ordered.Descending);
        Assert.That(history["loss"][2], Is.LessThan(history["loss"][1]));
        Assert.That((callback as BestWeights)?.Epoch ?? 1, Is.EqualTo(1));
        Assert.That((callback as EarlyStopping)?.BestEpoch ?? 1, Is.EqualTo(1));
        Bits.AreEqual(model.GetWeights(), whole.GetWeights());
    }

    [Test]
    public void Terminating_on_nan_ends_at_once()
    {
        var problem = Problem.Classes(optimizer: new Sgd(1e30));
        using var model = problem.Start();

        var history = model.Fit(
            problem.Rows,
            new FitSpec
            {
                Epochs = 9,
                BatchSize = 10,
                Callbacks = [new TerminateOnNaN()],
            }
        );

        Assert.That(history.Epochs, Has.Count.EqualTo(1));
    }

    [Test]
    public void An_order_that_is_no_permutation_is_refused_and_nothing_is_trained()
    {
        var problem = Problem.Classes();
        using var model = problem.Start();

        Assert.That(
            () => model.Fit(problem.Rows, new FitSpec { RowOrder = new Zeros() }),
            Throws.ArgumentException.With.Message.Contains("permutation")
        );
        Bits.AreEqual(model.GetWeights(), problem.Weights);
    }

    [Test]
    public void Labels_that_are_no_classes_are_refused_and_nothing_is_trained()
    {
        var problem = Problem.Classes();
        using var model = problem.Start();
        var labels = Enumerable.Repeat(3L, 33).ToArray();

        Assert.That(
            () => model.Fit(problem.Rows with { Y = labels }, new FitSpec()),
            Throws.InstanceOf<ArgumentException>()
        );
        Bits.AreEqual(model.GetWeights(), problem.Weights);
    }

    private sealed class Listening(Action<BatchProgress> listener) : IProgress<BatchProgress>
    {
        public void Report(BatchProgress value) => listener(value);
    }

    private sealed class At(int last, Action<ITraining> act) : Callback
    {
        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs)
        {
            if (batch == last)
            {
                act(training);
            }
        }
    }

    private sealed class Counting : RowOrder
    {
        public List<int> Asked { get; } = [];

        public override void Fill(int epoch, Span<int> rows)
        {
            Asked.Add(epoch);
            RowOrder.AsGiven.Fill(epoch, rows);
        }
    }

    // Looks at nothing.
    private sealed class Unaware : Callback;

    private sealed class Zeros : RowOrder
    {
        public override void Fill(int epoch, Span<int> rows) => rows.Clear();
    }
}
