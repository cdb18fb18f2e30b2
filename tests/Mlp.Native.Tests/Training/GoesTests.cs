using Mlp.Data;

namespace Mlp.Native.Tests;

/// <summary>
/// Rows that pass in several goes, where somebody is told of an evaluation or a prediction, or may stop it. Runs of mutants leave them
/// out: there they take over a minute each.
/// </summary>
public sealed class GoesTests
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

    private sealed class Listening<T>(Action<T>? then = null) : IProgress<T>
    {
        public List<T> All { get; } = [];

        public void Report(T value)
        {
            All.Add(value);
            then?.Invoke(value);
        }
    }
}
