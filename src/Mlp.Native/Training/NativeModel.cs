namespace Mlp.Native;

/// <summary>A compiled model over an engine: refuses bad arguments, prepares rows, and runs the loop that trains.</summary>
internal sealed class NativeModel(ModelSpec spec, CompileSpec compile, IEngine engine) : IModel
{
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
        return new FitLoop(this, train, fit).Run();
    }

    public Logs Evaluate(Samples data, int batchSize = 32)
    {
        Check.Samples(spec, compile, data, batchSize);
        return Evaluate(Plan(data, data.SampleWeight, batchSize));
    }

    public Tensor Predict(Tensor x, int batchSize = 32)
    {
        Check.Inputs(spec, x, batchSize);
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
        var plan = TrainingPlan(batch, classWeight, batch.Rows);
        var totals = new Totals(compile);
        Begin(plan);
        RunSteps(plan, 0, 1, totals);
        return totals.ToLogs();
    }

    public Weights GetWeights()
    {
        lock (turn)
        {
            return Engine.GetWeights();
        }
    }

    public void SetWeights(Weights weights)
    {
        Check.Weights(spec, weights);
        lock (turn)
        {
            Engine.SetWeights(weights.To(compile.Precision));
        }
    }

    public TrainingState GetTrainingState()
    {
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
        lock (turn)
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
            Check.ClassWeight(classWeight);
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

    /// <summary>Loss and metrics of a pass, forward only.</summary>
    internal Logs Evaluate(EpochPlan plan)
    {
        var totals = new Totals(compile);
        lock (turn)
        {
            Engine.Evaluate(plan, totals);
        }

        return totals.ToLogs();
    }
}
