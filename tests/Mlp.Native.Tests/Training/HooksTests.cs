using Microsoft.Extensions.Logging;
using Mlp.Data;

namespace Mlp.Native.Tests;

/// <summary>Who is told of a training, an evaluation, a prediction, and what it costs where nobody asks.</summary>
public sealed class HooksTests
{
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
