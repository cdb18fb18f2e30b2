namespace Mlp.Native;

/// <summary>A compiled model over an engine: refuses bad arguments, prepares rows, and runs the loop that trains.</summary>
internal sealed class NativeModel(ModelSpec spec, CompileSpec compile, IEngine engine) : IModel
{
    private readonly ModelUse use = new();
    private readonly Lock turn = new();
    private readonly int inputs = spec.Inputs;
    private readonly int outputs = spec.Outputs;
    private IEngine? engine = engine;
    private long steps;

    public ModelSpec Spec => spec;

    public CompileSpec Compiled => compile;

    private IEngine Engine =>
        engine ?? throw new ObjectDisposedException(nameof(IModel), "The model was disposed of.");

    public History Fit(Samples train, FitSpec fit)
    {
        Check.Fit(spec, compile, train, fit);
        using var training = use.Train(nameof(Fit));
        return new FitLoop(this, train, fit).Run();
    }

    public Logs Evaluate(Samples data, int batchSize = 32)
    {
        Check.Samples(spec, compile, data, batchSize);
        using var reading = use.Read(nameof(Evaluate));
        return Evaluate(Plan(data, data.SampleWeight, batchSize));
    }

    public Logs Evaluate(
        Samples data,
        int batchSize,
        IProgress<RowProgress>? progress,
        CancellationToken cancellation
    )
    {
        Check.Samples(spec, compile, data, batchSize);
        using var reading = use.Read(nameof(Evaluate));
        return Evaluate(Plan(data, data.SampleWeight, batchSize), progress, cancellation);
    }

    public Tensor Predict(Tensor x, int batchSize = 32)
    {
        Check.Inputs(spec, x, batchSize);
        using var reading = use.Read(nameof(Predict));
        var prepared = PreparedRows.Inputs(x, compile.Precision);
        lock (turn)
        {
            return Engine.Predict(prepared);
        }
    }

    public void Predict(ReadOnlySpan<float> x, Span<float> outputs) =>
        Predict(Precision.Float32, x, outputs);

    public void Predict(ReadOnlySpan<double> x, Span<double> outputs) =>
        Predict(Precision.Float64, x, outputs);

    public Logs TrainOnBatch(Samples batch, IReadOnlyDictionary<int, double>? classWeight = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Check.Samples(spec, compile, batch, batchSize: 1);
        using var training = use.Train(nameof(TrainOnBatch));
        var plan = TrainingPlan(batch, classWeight, batch.Rows);
        var totals = new Totals(compile);
        Begin(plan);
        RunSteps(plan, 0, 1, totals);
        return totals.ToLogs();
    }

    public Weights GetWeights()
    {
        using var reading = use.Read(nameof(GetWeights));
        lock (turn)
        {
            return Engine.GetWeights();
        }
    }

    public void SetWeights(Weights weights)
    {
        Check.Weights(spec, weights);
        using var changing = use.Change(nameof(SetWeights));
        lock (turn)
        {
            Engine.SetWeights(weights.To(compile.Precision));
        }
    }

    public TrainingState GetTrainingState()
    {
        using var reading = use.Read(nameof(GetTrainingState));
        lock (turn)
        {
            return new(
                Engine.GetWeights(),
                steps,
                compile.Optimizer.Slots.Count > 0
                    ? Engine.GetSlots()
                    : new Dictionary<string, Weights>()
            );
        }
    }

    public void SetTrainingState(TrainingState state)
    {
        Check.TrainingState(spec, compile, state);
        using var training = use.Train(nameof(SetTrainingState));
        lock (turn)
        {
            if (state.Slots.Count > 0)
            {
                Engine.SetSlots(
                    state.Slots.ToDictionary(
                        slot => slot.Key,
                        slot => slot.Value.To(compile.Precision)
                    )
                );
            }

            Engine.SetWeights(state.Weights.To(compile.Precision));
            steps = state.Steps;
        }
    }

    public void Dispose()
    {
        if (use.End())
        {
            engine?.Dispose();
            engine = null;
        }
    }

    private void Predict<T>(Precision precision, ReadOnlySpan<T> x, Span<T> results)
        where T : unmanaged
    {
        Check.Precision(compile.Precision, precision);
        var rows = Check.Rows(inputs, outputs, x.Length, results.Length);
        using var reading = use.Read(nameof(Predict));
        lock (turn)
        {
            Engine.Predict(x, rows, results);
        }
    }

    /// <summary>A pass over rows.</summary>
    internal EpochPlan Plan(Samples samples, Tensor? weights, int batchSize) =>
        new(
            PreparedRows.Of(samples, weights, compile.Precision),
            Math.Min(batchSize, samples.Rows),
            WatchedMetric.All(spec, compile, samples.Y)
        );

    /// <summary>A pass that trains: with class weights in the weights of rows, and room for rates and an order.</summary>
    internal EpochPlan TrainingPlan(
        Samples samples,
        IReadOnlyDictionary<int, double>? classWeight,
        int batchSize
    )
    {
        var weights = samples.SampleWeight;
        if (classWeight is not null)
        {
            weights = ClassWeights.ForRows(samples.Y, classWeight, weights, compile.Precision);
        }

        var plan = Plan(samples, weights, batchSize);
        return plan with { Rates = new double[plan.Steps] };
    }

    /// <summary>Sets the rates of a pass that is about to be trained.</summary>
    internal void Begin(EpochPlan plan)
    {
        plan.FirstStep = steps;
        for (var i = 0; i < plan.Rates.Length; i++)
        {
            plan.Rates[i] = LearningRates.At(
                compile.Optimizer.LearningRate,
                steps + i,
                compile.Precision
            );
        }
    }

    /// <summary>Trains steps of a pass.</summary>
    internal void RunSteps(EpochPlan plan, int first, int end, Totals totals)
    {
        lock (turn)
        {
            Engine.RunSteps(plan, first, end, totals);
            steps += end - first;
        }
    }

    /// <summary>Loss and metrics of a pass, forward only; in one go where nobody is told and nothing can stop it.</summary>
    internal Logs Evaluate(
        EpochPlan plan,
        IProgress<RowProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var totals = new Totals(compile);
        var together =
            progress is null && !cancellation.CanBeCanceled
                ? plan.Steps
                : Data.Batches.Together(spec, plan.BatchSize);
        for (var (done, end) = (0, 0); done < plan.Steps; done = end)
        {
            cancellation.ThrowIfCancellationRequested();
            end = (int)Math.Min(plan.Steps, (long)done + together);
            lock (turn)
            {
                Engine.Evaluate(plan, done, end, totals);
            }

            progress?.Report(
                new((int)Math.Min(plan.Rows.Count, (long)end * plan.BatchSize), plan.Rows.Count)
            );
        }

        return totals.ToLogs();
    }
}
