using System.Diagnostics;

namespace Mlp.Native;

/// <summary>
/// The loop that trains: epochs of chunks of steps. A chunk is one call of the engine and lasts at most about 100 ms, so
/// progress, cancellation and callbacks fall between chunks. It knows nothing of the arithmetic below.
/// </summary>
internal sealed class FitLoop : ITraining
{
    private static readonly TimeSpan ChunkTime = TimeSpan.FromMilliseconds(50);

    private readonly NativeModel model;
    private readonly FitSpec fit;
    private readonly EpochPlan plan;
    private readonly EpochPlan? validation;
    private readonly RowOrders? orders;
    private readonly Totals totals;
    private readonly bool wantsBatches;
    private int chunk = 1;
    private bool stopped;

    /// <summary>A loop over checked arguments.</summary>
    public FitLoop(NativeModel model, Samples train, FitSpec fit)
    {
        (this.model, this.fit) = (model, fit);
        var validate = fit.Validation;
        if (validate is null && fit.ValidationSplit > 0)
        {
            var cut = Data.Split.Validation(train.Rows, fit.ValidationSplit);
            (train, validate) = (train.Slice(0, cut), train.Slice(cut, train.Rows));
        }

        if (validate is not null)
        {
            var batchSize = fit.ValidationBatchSize ?? fit.BatchSize;
            validation = model.Plan(validate, validate.SampleWeight, batchSize);
        }

        var order = fit.RowOrder == RowOrder.AsGiven ? null : new int[train.Rows];
        orders = order is null ? null : new(fit.RowOrder, order, fit.Epochs);
        plan = model.TrainingPlan(train, fit.ClassWeight, fit.BatchSize) with { Order = order };
        totals = new(model.Compiled);
        wantsBatches = fit.Callbacks.Any(callback => callback.WantsBatches);
    }

    public IModel Model => model;

    public void Stop() => stopped = true;

    /// <summary>Trains to the end, or to where it is stopped.</summary>
    public History Run()
    {
        var records = new List<EpochRecord>();
        orders?.Fill(fit.InitialEpoch);
        foreach (var callback in fit.Callbacks)
        {
            callback.OnTrainBegin(this);
        }

        for (var epoch = fit.InitialEpoch; epoch < fit.Epochs && !stopped; epoch++)
        {
            if (epoch > fit.InitialEpoch)
            {
                orders?.Fill(epoch);
            }

            records.Add(RunEpoch(epoch));
            foreach (var callback in fit.Callbacks)
            {
                callback.OnEpochEnd(this, records[^1]);
            }
        }

        foreach (var callback in fit.Callbacks)
        {
            callback.OnTrainEnd(this);
        }

        return new(records);
    }

    private EpochRecord RunEpoch(int epoch)
    {
        var start = Stopwatch.GetTimestamp();
        totals.Clear();
        model.Begin(plan);
        var done = 0;
        while (done < plan.Steps && !stopped)
        {
            fit.Cancellation.ThrowIfCancellationRequested();
            done = RunChunk(done);
            Tell(epoch, done);
        }

        fit.Cancellation.ThrowIfCancellationRequested();
        var logs = totals.ToLogs();
        if (validation is not null)
        {
            logs = logs.With(model.Evaluate(validation, null, fit.Cancellation), "val_");
        }

        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new(epoch, logs, plan.Rates[done - 1], seconds);
    }

    // One step where callbacks look at every batch, so that what they do takes effect there.
    private int RunChunk(int first)
    {
        var end = Math.Min(plan.Steps, first + (wantsBatches ? 1 : chunk));
        var start = Stopwatch.GetTimestamp();
        model.RunSteps(plan, first, end, totals);
        var elapsed = Stopwatch.GetElapsedTime(start);

        // Towards the time wanted, growing step by step: the first steps are slow, the code being compiled under them.
        var fitting = (end - first) * Math.Min(8, ChunkTime / elapsed);
        chunk = (int)Math.Clamp(fitting, 1, int.MaxValue / 2);
        return end;
    }

    private void Tell(int epoch, int done)
    {
        if (!wantsBatches && fit.Progress is null)
        {
            return;
        }

        var logs = totals.ToLogs();
        foreach (var callback in fit.Callbacks)
        {
            if (callback.WantsBatches)
            {
                callback.OnBatchEnd(this, epoch, done - 1, logs);
            }
        }

        fit.Progress?.Report(new(epoch, fit.Epochs, done, plan.Steps, logs));
    }
}
