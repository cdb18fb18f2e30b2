using System.Diagnostics;
using Mlp.Losses;

namespace Mlp.TorchSharp;

/// <summary>A model of torch tensors, trained by autograd, one batch after the other.</summary>
internal sealed class TorchModel : IModel
{
    private readonly ModelUse use = new();
    private readonly TorchSession session;
    private readonly torch.Tensor[] variables;
    private readonly Update update;
    private readonly Activation outputActivation;
    private readonly Loss loss;
    private readonly bool lossFromLogits;

    public TorchModel(TorchSession session, ModelSpec model, CompileSpec compile, Weights weights)
    {
        Check.Compile(model, compile, weights);
        (this.session, Spec, Compiled) = (session, model, compile);
        using var scope = torch.NewDisposeScope();
        variables =
        [
            .. weights.Select(w =>
                w.ToTorch(compile.Precision, session.Device)
                    .requires_grad_()
                    .DetachFromDisposeScope()
            ),
        ];
        update = Update.Create(compile.Optimizer, variables, compile.Precision);
        outputActivation = model.Layers[^1] is Dense last
            ? last.Activation
            : new Activation.Linear();
        (loss, lossFromLogits) = LossOfLogits(compile.Loss, outputActivation);
    }

    /// <inheritdoc/>
    public ModelSpec Spec { get; }

    /// <inheritdoc/>
    public CompileSpec Compiled { get; }

    /// <inheritdoc/>
    public History Fit(Samples train, FitSpec fit)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(fit);
        Check.Fit(Spec, Compiled, train, fit);
        using var turn = use.Train(nameof(Fit));
        session.Enter();
        var validation = fit.Validation;
        if (validation is null && fit.ValidationSplit > 0)
        {
            var kept = SplitSizes.Validation(train.Rows, fit.ValidationSplit);
            validation = train.Slice(kept, train.Rows);
            train = train.Slice(0, kept);
        }

        train = WithClassWeight(train, fit.ClassWeight);
        var training = new Training(this);
        var watched = fit.Callbacks.Any(callback => callback.WantsBatches);
        var records = new List<EpochRecord>();
        var order = new int[train.Rows];
        var steps = ((train.Rows - 1) / fit.BatchSize) + 1;

        FillOrder(fit.InitialEpoch);
        Tell(callback => callback.OnTrainBegin(training));
        for (var epoch = fit.InitialEpoch; epoch < fit.Epochs && !training.Stopped; epoch++)
        {
            var clock = Stopwatch.StartNew();
            var figures = new RunningFigures(Compiled);
            var rate = 0.0;
            if (epoch > fit.InitialEpoch)
            {
                FillOrder(epoch);
            }

            for (var step = 0; step < steps && !training.Stopped; step++)
            {
                fit.Cancellation.ThrowIfCancellationRequested();
                var start = step * fit.BatchSize;
                var rows = order.AsSpan(start, Math.Min(fit.BatchSize, train.Rows - start));
                rate = TrainStep(train.Gather(rows), figures);
                fit.Progress?.Report(new(epoch, fit.Epochs, step + 1, steps, figures.Logs));
                if (watched)
                {
                    var logs = figures.Logs;
                    foreach (var callback in fit.Callbacks.Where(callback => callback.WantsBatches))
                    {
                        callback.OnBatchEnd(training, epoch, step, logs);
                    }
                }
            }

            var epochLogs = figures.Logs;
            if (validation is not null)
            {
                var batchSize = fit.ValidationBatchSize ?? fit.BatchSize;
                epochLogs = epochLogs.With(
                    EvaluateBatches(validation, batchSize, null, fit.Cancellation),
                    "val_"
                );
            }

            records.Add(new(epoch, epochLogs, rate, clock.Elapsed.TotalSeconds));
            Tell(callback => callback.OnEpochEnd(training, records[^1]));
        }

        Tell(callback => callback.OnTrainEnd(training));
        return new History(records);

        void FillOrder(int epoch)
        {
            fit.RowOrder.Fill(epoch, order);
            Check.RowOrder(order, epoch);
        }

        void Tell(Action<Callback> what)
        {
            foreach (var callback in fit.Callbacks)
            {
                what(callback);
            }
        }
    }

    /// <inheritdoc/>
    public Logs TrainOnBatch(Samples batch, IReadOnlyDictionary<int, double>? classWeight = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Check.Samples(Spec, Compiled, batch, batchSize: 1);
        if (classWeight is not null)
        {
            Check.ClassWeight(classWeight);
        }

        using var turn = use.Train(nameof(TrainOnBatch));
        session.Enter();
        var figures = new RunningFigures(Compiled);
        TrainStep(WithClassWeight(batch, classWeight), figures);
        return figures.Logs;
    }

    /// <inheritdoc/>
    public Logs Evaluate(Samples data, int batchSize = 32) =>
        Evaluate(data, batchSize, null, CancellationToken.None);

    /// <inheritdoc/>
    public Logs Evaluate(
        Samples data,
        int batchSize,
        IProgress<RowProgress>? progress,
        CancellationToken cancellation
    )
    {
        ArgumentNullException.ThrowIfNull(data);
        Check.Samples(Spec, Compiled, data, batchSize);
        using var turn = use.Read(nameof(Evaluate));
        session.Enter();
        return EvaluateBatches(data, batchSize, progress, cancellation);
    }

    /// <inheritdoc/>
    public Tensor Predict(Tensor x, int batchSize = 32)
    {
        Check.Inputs(Spec, x, batchSize);
        using var turn = use.Read(nameof(Predict));
        session.Enter();
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        var batches = new List<torch.Tensor>();
        for (var start = 0; start < x.Rows; start += batchSize)
        {
            var rows = x.Slice(start, Math.Min(start + batchSize, x.Rows));
            batches.Add(ActivationFormula.Apply(outputActivation, BeforeOutput(rows)));
        }

        return torch.cat(batches).ToTensor();
    }

    /// <inheritdoc/>
    public Weights GetWeights()
    {
        using var turn = use.Read(nameof(GetWeights));
        return new(variables.Select(variable => variable.ToTensor()));
    }

    /// <inheritdoc/>
    public void SetWeights(Weights weights)
    {
        Check.Weights(Spec, weights);
        using var turn = use.Change(nameof(SetWeights));
        Copy(weights, variables);
    }

    /// <inheritdoc/>
    public TrainingState GetTrainingState()
    {
        using var turn = use.Read(nameof(GetTrainingState));
        return new(
            GetWeights(),
            update.Steps,
            update.Slots.ToDictionary(
                slot => slot.Name,
                slot => new Weights(slot.Values.Select(values => values.ToTensor()))
            )
        );
    }

    /// <inheritdoc/>
    public void SetTrainingState(TrainingState state)
    {
        Check.TrainingState(Spec, Compiled, state);
        using var turn = use.Train(nameof(SetTrainingState));
        Copy(state.Weights, variables);
        foreach (var (name, values) in update.Slots)
        {
            Copy(state.Slots[name], values);
        }

        update.Steps = state.Steps;
    }

    private void Copy(Weights source, torch.Tensor[] target)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        for (var i = 0; i < target.Length; i++)
        {
            target[i].copy_(source[i].ToTorch(Compiled.Precision, session.Device));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!use.End())
        {
            return;
        }

        update.Dispose();
        foreach (var variable in variables)
        {
            variable.Dispose();
        }
    }

    // A softmax or sigmoid output and its cross-entropy are computed together, from the logits: nothing is clipped.
    private static (Loss Loss, bool FromLogits) LossOfLogits(Loss loss, Activation activation) =>
        (loss, activation) switch
        {
            (SparseCategoricalCrossentropy { FromLogits: false } sparse, Activation.Softmax) => (
                sparse with
                {
                    FromLogits = true,
                },
                true
            ),
            (CategoricalCrossentropy { FromLogits: false } categorical, Activation.Softmax) => (
                categorical with
                {
                    FromLogits = true,
                },
                true
            ),
            (BinaryCrossentropy { FromLogits: false } binary, Activation.Sigmoid) => (
                binary with
                {
                    FromLogits = true,
                },
                true
            ),
            _ => (loss, false),
        };

    private Samples WithClassWeight(
        Samples samples,
        IReadOnlyDictionary<int, double>? classWeight
    ) =>
        classWeight is null
            ? samples
            : samples with
            {
                SampleWeight = RowWeightFormula.Weights(
                    samples.Y,
                    classWeight,
                    samples.SampleWeight,
                    Compiled.Precision
                ),
            };

    // One step; returns its rate. The figures are those before it.
    private double TrainStep(Samples batch, RunningFigures figures)
    {
        using var scope = torch.NewDisposeScope();
        var value = Forward(batch, figures);
        var gradients = variables.Length == 0 ? [] : torch.autograd.grad([value], [.. variables]);
        return update.Step([.. gradients]);
    }

    private Logs EvaluateBatches(
        Samples data,
        int batchSize,
        IProgress<RowProgress>? progress,
        CancellationToken cancellation
    )
    {
        using var noGradient = torch.no_grad();
        var figures = new RunningFigures(Compiled);
        for (var start = 0; start < data.Rows; start += batchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = torch.NewDisposeScope();
            var end = Math.Min(start + batchSize, data.Rows);
            Forward(data.Slice(start, end), figures);
            progress?.Report(new(end, data.Rows));
        }

        return figures.Logs;
    }

    // The loss of a batch, which with its metrics is added to the figures.
    private torch.Tensor Forward(Samples batch, RunningFigures figures)
    {
        var precision = Compiled.Precision;
        var z = BeforeOutput(batch.X);
        var outputs = ActivationFormula.Apply(outputActivation, z);
        var weights = batch.SampleWeight?.ToTorch(precision, session.Device).flatten();
        var value = LossFormula.Value(
            loss,
            LossFormula.Labels(loss, batch.Y, precision, session.Device),
            lossFromLogits ? z : outputs,
            weights
        );
        figures.Add(value, batch.Y, outputs, weights);
        return value;
    }

    // What the last activation is given.
    private torch.Tensor BeforeOutput(Tensor x)
    {
        var values = x.ToTorchInputs(Compiled.Precision, session.Device)
            .reshape([x.Rows, .. Spec.InputShape.Select(size => (long)size)]);
        var next = 0;
        for (var i = 1; i < Spec.Layers.Count; i++)
        {
            switch (Spec.Layers[i])
            {
                case Flatten:
                    values = values.flatten(1);
                    break;

                case Dense dense:
                    values = values.matmul(variables[next]).Plus(variables[next + 1]);
                    next += 2;
                    if (i < Spec.Layers.Count - 1)
                    {
                        values = ActivationFormula.Apply(dense.Activation, values);
                    }

                    break;
            }
        }

        return values;
    }

    private sealed class Training(IModel model) : ITraining
    {
        public IModel Model => model;

        public bool Stopped { get; private set; }

        public void Stop() => Stopped = true;
    }
}
