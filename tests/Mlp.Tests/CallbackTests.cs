namespace Mlp.Tests;

/// <summary>Callbacks driven by a made-up training whose model counts its epochs in its only weight.</summary>
public class CallbackTests
{
    private static readonly double[] Losses = [5, 4, 3, 3.5, 3.2, 3.1, 2];

    [Test]
    public void Training_stops_after_patience_epochs_without_improvement()
    {
        var stopping = new EarlyStopping(patience: 2);

        var epochs = Run(stopping, Losses);

        Assert.Multiple(() =>
        {
            Assert.That(epochs, Is.EqualTo(5));
            Assert.That(stopping.BestEpoch, Is.EqualTo(2));
            Assert.That(stopping.StoppedEpoch, Is.EqualTo(4));
        });
    }

    [Test]
    public void An_improvement_smaller_than_min_delta_does_not_count() =>
        Assert.That(Run(new EarlyStopping(patience: 1, minDelta: 1), [5, 4.5, 4.4]), Is.EqualTo(2));

    [Test]
    public void Nor_does_one_upwards() =>
        Assert.That(
            Run(
                new EarlyStopping("accuracy", patience: 1, minDelta: 0.1),
                [0.1, 0.15, 0.5],
                "accuracy"
            ),
            Is.EqualTo(2)
        );

    [TestCase("val_loss")]
    [TestCase("accuracy")]
    public void The_same_figure_again_is_no_improvement(string key) =>
        Assert.That(Run(new EarlyStopping(key, patience: 1), [0.5, 0.5, 0.5], key), Is.EqualTo(2));

    [TestCase(MonitorMode.Max, 3)]
    [TestCase(MonitorMode.Min, 2)]
    [TestCase(MonitorMode.Auto, 2)] // no name of an accuracy
    public void A_mode_that_is_given_says_which_way_is_better(MonitorMode mode, int epochs) =>
        Assert.That(
            Run(new EarlyStopping("score", mode: mode), [1, 2, 1.5, 0.5], "score"),
            Is.EqualTo(epochs)
        );

    [Test]
    public void Epochs_before_the_first_one_watched_do_not_count() =>
        Assert.That(
            Run(new EarlyStopping(patience: 1, startFromEpoch: 2), [1, 5, 3, 4, 4.5, 4.6]),
            Is.EqualTo(4)
        );

    [Test]
    public void The_first_epoch_never_ends_a_training() =>
        Assert.That(Run(new EarlyStopping(), [double.NaN, double.NaN, 1]), Is.EqualTo(2));

    [Test]
    public void What_was_not_watched_is_not_restored()
    {
        var training = new MadeUpTraining();

        Run(
            new EarlyStopping(restoreBestWeights: true, startFromEpoch: 9),
            Losses,
            training: training
        );

        Assert.That(training.Model.GetWeights()[0][0], Is.EqualTo(6));
    }

    [Test]
    public void Another_training_begins_anew()
    {
        var stopping = new EarlyStopping(patience: 1);
        var best = new BestWeights();
        foreach (var callback in new Callback[] { stopping, best })
        {
            Run(callback, [1, 2, 3]);
        }

        Assert.That((stopping.StoppedEpoch, best.Epoch), Is.EqualTo(((int?)1, 0)));
        Assert.That(Run(stopping, [9, 8, 7]), Is.EqualTo(3));
        Assert.That((stopping.StoppedEpoch, stopping.BestEpoch), Is.EqualTo(((int?)null, 2)));
        Run(best, [double.NaN]);
        Assert.That((best.Weights, best.Epoch), Is.EqualTo(((Weights?)null, -1)));
        Assert.That(new BestWeights().Epoch, Is.EqualTo(-1));
    }

    [TestCase(true, 2)]
    [TestCase(false, 6)]
    public void Best_weights_are_given_back_when_asked(bool restore, int weight)
    {
        var training = new MadeUpTraining();

        Run(new BestWeights(restore: restore), [3, 2, 1, 2, 3, 4, 5], training: training);

        Assert.That(training.Model.GetWeights()[0][0], Is.EqualTo(weight));
    }

    [Test]
    public void Best_weights_that_there_never_were_are_not_given_back()
    {
        var training = new MadeUpTraining();

        Run(new BestWeights(restore: true), [double.NaN, double.NaN], training: training);

        Assert.That(training.Model.GetWeights()[0][0], Is.EqualTo(1));
    }

    [Test]
    public void Only_who_asks_is_told_of_batches() =>
        Assert.That(
            (new TerminateOnNaN().WantsBatches, new EarlyStopping().WantsBatches),
            Is.EqualTo((true, false))
        );

    [Test]
    public void A_training_that_improves_to_the_end_is_not_stopped()
    {
        var stopping = new EarlyStopping();

        Assert.That(Run(stopping, [3, 2, 1]), Is.EqualTo(3));
        Assert.That(stopping.StoppedEpoch, Is.Null);
    }

    [Test]
    public void An_accuracy_gets_better_upwards() =>
        Assert.That(
            Run(new EarlyStopping("accuracy"), [0.1, 0.2, 0.15, 0.3], "accuracy"),
            Is.EqualTo(3)
        );

    [Test]
    public void The_best_weights_are_restored_when_asked()
    {
        var training = new MadeUpTraining();

        Run(new EarlyStopping(patience: 2, restoreBestWeights: true), Losses, training: training);

        Assert.That(training.Model.GetWeights()[0][0], Is.EqualTo(2));
    }

    [Test]
    public void Without_restoring_the_last_weights_stay()
    {
        var training = new MadeUpTraining();

        Run(new EarlyStopping(patience: 2), Losses, training: training);

        Assert.That(training.Model.GetWeights()[0][0], Is.EqualTo(4));
    }

    [Test]
    public void Best_weights_keeps_the_best_epoch_of_all_and_NaN_is_never_best()
    {
        var best = new BestWeights();

        Run(best, [double.NaN, 3, 1, double.NaN, 2]);

        Assert.Multiple(() =>
        {
            Assert.That(best.Epoch, Is.EqualTo(2));
            Assert.That(best.Weights![0][0], Is.EqualTo(2));
        });
    }

    [Test]
    public void A_baseline_that_is_not_beaten_stops_training_once_it_gets_worse()
    {
        var training = new MadeUpTraining();
        var stopping = new EarlyStopping(patience: 2, baseline: 1, restoreBestWeights: true);

        // Better from epoch to epoch, if not than the baseline: training goes on, and the best of them is restored.
        var epochs = Run(stopping, [5, 4, 3, 3.5, 2], training: training);

        Assert.That((epochs, stopping.BestEpoch), Is.EqualTo((4, 2)));
        Assert.That(training.Model.GetWeights()[0][0], Is.EqualTo(2));
    }

    [Test]
    public void A_baseline_once_beaten_gives_patience_anew() =>
        Assert.That(
            Run(new EarlyStopping(patience: 2, baseline: 4), [5, 4.5, 3, 3.5, 3.5, 1]),
            Is.EqualTo(5)
        );

    [Test]
    public void An_infinite_figure_is_no_improvement()
    {
        var best = new BestWeights();

        Run(best, [double.PositiveInfinity, double.PositiveInfinity]);

        Assert.That(best.Weights, Is.Null);
    }

    [Test]
    public void A_figure_that_is_not_logged_is_refused_with_the_nearest_one() =>
        Assert.That(
            () => Run(new EarlyStopping("val_los"), Losses),
            Throws.ArgumentException.With.Message.Contains("Nearest known: 'val_loss'")
        );

    [TestCase(-1)]
    [TestCase(-5)]
    public void A_patience_below_zero_is_refused(int patience) =>
        Assert.That(
            () => new EarlyStopping(patience: patience),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains($"patience {patience} was given; it must be 0 or more")
        );

    [TestCase(-1)]
    [TestCase(double.NaN)]
    public void A_min_delta_below_zero_is_refused(double minDelta) =>
        Assert.That(
            () => new EarlyStopping(minDelta: minDelta),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains($"minDelta {minDelta} was given; it must be 0 or more")
        );

    [Test]
    public void A_running_loss_that_is_not_finite_ends_training_when_asked()
    {
        var training = new MadeUpTraining();

        new TerminateOnNaN().OnBatchEnd(training, 0, 0, new Logs(("loss", 1)));
        Assert.That(training.Stopped, Is.False);
        new TerminateOnNaN().OnBatchEnd(
            training,
            0,
            1,
            new Logs(("loss", double.PositiveInfinity))
        );
        Assert.That(training.Stopped, Is.True);
    }

    private static int Run(
        Callback callback,
        double[] values,
        string key = "val_loss",
        MadeUpTraining? training = null
    )
    {
        training ??= new();
        callback.OnTrainBegin(training);
        var epoch = 0;
        while (epoch < values.Length && !training.Stopped)
        {
            training.Model.SetWeights(new(new double[] { epoch }));
            callback.OnEpochEnd(training, new(epoch, new Logs((key, values[epoch])), 0.01, 0));
            epoch++;
        }

        callback.OnTrainEnd(training);
        return epoch;
    }

    private sealed class MadeUpTraining : ITraining
    {
        public IModel Model { get; } = new WeightHolder();

        public bool Stopped { get; private set; }

        public void Stop() => Stopped = true;
    }

    private sealed class WeightHolder : IModel
    {
        private Weights weights = new();

        public ModelSpec Spec => throw new NotSupportedException();

        public CompileSpec Compiled => throw new NotSupportedException();

        public History Fit(Samples train, FitSpec fit) => throw new NotSupportedException();

        public Logs Evaluate(Samples data, int batchSize = 32) => throw new NotSupportedException();

        public Tensor Predict(Tensor x, int batchSize = 32) => throw new NotSupportedException();

        public Logs TrainOnBatch(
            Samples batch,
            IReadOnlyDictionary<int, double>? classWeight = null
        ) => throw new NotSupportedException();

        public Weights GetWeights() => weights;

        public void SetWeights(Weights weights) => this.weights = weights;

        public void Dispose() { }
    }
}
