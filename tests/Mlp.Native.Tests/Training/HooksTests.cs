using Microsoft.Extensions.Logging;
using Mlp.Data;

namespace Mlp.Native.Tests;

/// <summary>Who is told of a training, an evaluation, a prediction; who may stop it; and what it costs where nobody asks.</summary>
public sealed class HooksTests
{
    // Large enough that rows pass in several goes where somebody looks.
    private static readonly Problem Large = Problem.Classes(
        rows: 9_001,
        inputs: 200,
        hidden: [2_000]
    );

    [Test]
    public void Evaluating_in_goes_gives_the_bits_of_evaluating_at_once()
    {
        using var model = Large.Start();
        var told = new Listening<RowProgress>();

        var atOnce = model.Evaluate(Large.Rows, 50);
        var inGoes = model.Evaluate(Large.Rows.X, Large.Rows.Y, batchSize: 50, progress: told);

        Assert.That(inGoes, Is.EqualTo(atOnce));
        Assert.That(told.All, Has.Count.GreaterThan(1));
        Assert.That(told.All[^1], Is.EqualTo(new RowProgress(9_001, 9_001)));
        Assert.That(told.All.Select(progress => progress.Done), Is.Ordered.And.Unique);
    }

    [Test]
    public void Predicting_in_goes_gives_the_bits_of_predicting_at_once()
    {
        using var model = Large.Start();
        var told = new Listening<RowProgress>();

        var inGoes = model.Predict(Large.Rows.X, progress: told);

        Bits.AreEqual(inGoes, model.Predict(Large.Rows.X));
        Assert.That(told.All, Has.Count.GreaterThan(1));
        Assert.That(told.All[^1], Is.EqualTo(new RowProgress(9_001, 9_001)));
    }

    [Test]
    public void Evaluation_and_prediction_stop_between_batches_and_leave_the_model_as_it_was()
    {
        using var model = Large.Start();
        var before = model.GetWeights();
        Stops((progress, token) => model.Evaluate(Large.Rows, 32, progress, token));
        Stops(
            (progress, token) =>
                model.Predict(Large.Rows.X, progress: progress, cancellation: token)
        );
        Assert.That(
            () => model.PredictClasses(Large.Rows.X, cancellation: new(canceled: true)),
            Throws.InstanceOf<OperationCanceledException>()
        );

        Bits.AreEqual(model.GetWeights(), before);

        static void Stops(Action<IProgress<RowProgress>, CancellationToken> run)
        {
            using var source = new CancellationTokenSource();
            var told = new Listening<RowProgress>(_ => source.Cancel());
            Assert.That(
                () => run(told, source.Token),
                Throws.InstanceOf<OperationCanceledException>()
            );
            Assert.That(told.All, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void Validation_stops_too_and_the_weights_are_those_of_the_last_step()
    {
        var rows = Large.Rows.Slice(0, 64);
        using var source = new CancellationTokenSource();
        using var cancelled = Large.Start();
        using var whole = Large.Start();
        // Told after the last step, before validation.
        var told = new Listening<BatchProgress>(progress =>
        {
            if (progress.Step == progress.Steps)
            {
                source.Cancel();
            }
        });

        Assert.That(
            () =>
                cancelled.Fit(
                    rows,
                    new FitSpec
                    {
                        Validation = Large.Rows,
                        Progress = told,
                        Cancellation = source.Token,
                    }
                ),
            Throws.InstanceOf<OperationCanceledException>()
        );
        whole.Fit(rows, new FitSpec());

        Bits.AreEqual(cancelled.GetWeights(), whole.GetWeights());
    }

    [Test]
    public void A_logger_is_told_of_the_training_its_epochs_and_its_use()
    {
        var problem = Problem.Classes();
        using var model = problem.Start();
        var logger = new Listener(LogLevel.Debug);

        model.Fit(problem.Rows.X, problem.Rows.Y, epochs: 2, logger: logger);
        model.Evaluate(problem.Rows.X, problem.Rows.Y, logger: logger);
        model.Predict(problem.Rows.X, logger: logger);

        Assert.That(
            logger.Lines,
            Is.EqualTo(
                    new[]
                    {
                        @"Information: Training 190 parameters by sparse_categorical_crossentropy and sgd",
                        @"Information: Epoch 1: loss: \S+ - accuracy: \S+ in \S+ s",
                        @"Information: Epoch 2: loss: \S+ - accuracy: \S+ in \S+ s",
                        @"Information: Trained 2 epochs in \S+ s",
                        @"Information: Evaluated 33 rows: loss: \S+ - accuracy: \S+",
                        @"Debug: Predicted 33 rows",
                    }
                )
                .Using<string, string>(
                    (line, like) => System.Text.RegularExpressions.Regex.IsMatch(line, $"^{like}$")
                )
        );
    }

    [Test]
    public void A_loss_that_is_no_number_is_a_warning()
    {
        var problem = Problem.Classes(optimizer: new Optimizers.Sgd(1e30));
        using var model = problem.Start();
        var logger = new Listener(LogLevel.Warning);

        model.Fit(problem.Rows.X, problem.Rows.Y, epochs: 2, logger: logger);

        Assert.That(logger.Lines, Has.Some.Contains("training diverged"));
        Assert.That(logger.Lines, Has.None.StartsWith("Information"));
    }

#if !MUTATION // threads and allocations are not mutated, and waits take long
    [Test]
    public void Steps_of_Fit_allocate_nothing_with_a_logger_or_without()
    {
        foreach (var logger in new[] { null, new Listener(LogLevel.Error) })
        {
            var (few, many) = (PerEpoch(1_000, logger), PerEpoch(9_000, logger));

            Assert.That((many - few) / 8_000.0, Is.LessThan(0.1), "bytes a step");
        }

        // What a second epoch of so many steps adds.
        static long PerEpoch(int steps, ILogger? logger)
        {
            var problem = Problem.Classes(rows: steps);
            using var model = problem.Start(new CpuBackend(threads: 1));
            Run(1);
            return Enumerable.Range(0, 3).Min(_ => Run(3) - Run(2));

            long Run(int epochs)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                model.Fit(
                    problem.Rows.X,
                    problem.Rows.Y,
                    epochs,
                    batchSize: 1,
                    // An order is looked over once an epoch, in an array of its own.
                    shuffle: false,
                    logger: logger
                );
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }
        }
    }
#endif

    private sealed class Listening<T>(Action<T>? then = null) : IProgress<T>
    {
        public List<T> All { get; } = [];

        public void Report(T value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }

    private sealed class Listener(LogLevel least) : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
