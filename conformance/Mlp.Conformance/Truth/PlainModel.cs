using System.Diagnostics;
using System.Numerics;
using Mlp.Losses;

namespace Mlp.Conformance.Truth;

/// <summary>A model that trains by plain loops.</summary>
internal sealed class PlainModel<T> : IModel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Network<T> network;
    private readonly OptimizerState<T> optimizer;
    private readonly Loss loss;
    private readonly bool ofLogits;

    /// <summary>Of arguments that <see cref="Check.Compile"/> let pass.</summary>
    public PlainModel(ModelSpec model, CompileSpec compile, Weights weights)
    {
        (Spec, Compiled) = (model, compile);
        network = new(model, weights);
        optimizer = OptimizerState<T>.Start(
            compile.Optimizer,
            [.. network.Variables.Select(variable => variable.Length)]
        );
        (loss, ofLogits) = OnLogits(
            model.Dense.Count == 0 ? null : model.Dense[^1].Activation,
            compile.Loss
        );
    }

    public ModelSpec Spec { get; }

    public CompileSpec Compiled { get; }

    public History Fit(Samples train, FitSpec fit)
    {
        Check.Fit(Spec, Compiled, train, fit);
        var (rows, validation) = Split(train, fit);
        rows = Weigh(rows, fit.ClassWeight);

        var training = new Training(this);
        var epochs = new List<EpochRecord>();
        Tell(fit, callback => callback.OnTrainBegin(training));
        for (var epoch = fit.InitialEpoch; epoch < fit.Epochs && !training.Stopped; epoch++)
        {
            var clock = Stopwatch.StartNew();
            var (logs, rate) = TrainEpoch(rows, fit, epoch, training);
            if (validation is not null)
            {
                var size = fit.ValidationBatchSize ?? fit.BatchSize;
                logs = logs.With(EvaluateBatches(validation, size), "val_");
            }

            epochs.Add(new(epoch, logs, double.CreateChecked(rate), clock.Elapsed.TotalSeconds));
            Tell(fit, callback => callback.OnEpochEnd(training, epochs[^1]));
        }

        Tell(fit, callback => callback.OnTrainEnd(training));
        return new(epochs);
    }

    public Logs Evaluate(Samples data, int batchSize = 32)
    {
        Check.Samples(Spec, Compiled, data, batchSize);
        return EvaluateBatches(data, batchSize);
    }

    public Tensor Predict(Tensor x, int batchSize = 32)
    {
        Check.Inputs(Spec, x, batchSize);
        var outputs = new Matrix<T>(x.Rows, Spec.Outputs);
        for (var start = 0; start < x.Rows; start += batchSize)
        {
            var end = Math.Min(start + batchSize, x.Rows);
            var batch = network.Forward(Inputs(x.Slice(start, end))).Output;
            batch.Values.CopyTo(outputs.Values, start * outputs.Columns);
        }

        return outputs.ToTensor();
    }

    public Logs TrainOnBatch(Samples batch, IReadOnlyDictionary<int, double>? classWeight = null)
    {
        Check.Samples(Spec, Compiled, batch, batchSize: 1);
        batch = Weigh(batch, classWeight);
        var watch = NewWatch(batch);
        Step(batch, watch);
        return watch.Logs;
    }

    public Weights GetWeights() => network.CopyWeights();

    public void SetWeights(Weights weights)
    {
        Check.Weights(Spec, weights);
        for (var i = 0; i < weights.Count; i++)
        {
            Numbers<T>.Read(weights[i]).CopyTo(network.Variables[i], 0);
        }
    }

    public void Dispose() { }

    /// <summary>One pass over the rows in the order of the epoch: its figures, and the rate of its last step.</summary>
    private (Logs Logs, T Rate) TrainEpoch(Samples rows, FitSpec fit, int epoch, Training training)
    {
        var order = new int[rows.Rows];
        fit.RowOrder.Fill(epoch, order);
        var watch = NewWatch(rows);
        var rate = T.Zero;
        var batches = (rows.Rows + fit.BatchSize - 1) / fit.BatchSize;
        for (var batch = 0; batch < batches && !training.Stopped; batch++)
        {
            fit.Cancellation.ThrowIfCancellationRequested();
            var start = batch * fit.BatchSize;
            var end = Math.Min(start + fit.BatchSize, rows.Rows);
            rate = Step(rows.Gather(order.AsSpan(start, end - start)), watch);

            foreach (var callback in fit.Callbacks.Where(callback => callback.WantsBatches))
            {
                callback.OnBatchEnd(training, epoch, batch, watch.Logs);
            }

            fit.Progress?.Report(new(epoch, fit.Epochs, batch + 1, batches, watch.Logs));
        }

        return (watch.Logs, rate);
    }

    /// <summary>One step on these rows, whose loss and outputs are those before it. Returns its rate.</summary>
    private T Step(Samples batch, Watch<T> watch)
    {
        var pass = network.Forward(Inputs(batch.X));
        var batchLoss = BatchLoss(pass, batch);
        watch.Add(batchLoss.Value().Values[0], batch, pass.Output.ToTensor());
        var gradients = network.Backward(pass, batchLoss.Gradient(), ofLogits);
        return optimizer.Step(network.Variables, gradients);
    }

    private Logs EvaluateBatches(Samples data, int batchSize)
    {
        var watch = NewWatch(data);
        for (var start = 0; start < data.Rows; start += batchSize)
        {
            var batch = data.Slice(start, Math.Min(start + batchSize, data.Rows));
            var pass = network.Forward(Inputs(batch.X));
            watch.Add(BatchLoss(pass, batch).Value().Values[0], batch, pass.Output.ToTensor());
        }

        return watch.Logs;
    }

    private Losses<T> BatchLoss(Network<T>.Pass pass, Samples batch)
    {
        var predictions = ofLogits ? pass.Z[^1] : pass.Output;
        return new(loss, batch.Y, predictions.ToTensor(), batch.SampleWeight);
    }

    private Watch<T> NewWatch(Samples rows) => new(Compiled, rows.Y.Shape, Spec.Outputs);

    /// <summary>Softmax followed by a categorical loss, and sigmoid by the binary one, are taken together, from the logits.</summary>
    private static (Loss Loss, bool OfLogits) OnLogits(Activation? output, Loss loss) =>
        (output, loss) switch
        {
            (Activation.Softmax, CategoricalCrossentropy { FromLogits: false } categorical) => (
                categorical with
                {
                    FromLogits = true,
                },
                true
            ),
            (Activation.Softmax, SparseCategoricalCrossentropy { FromLogits: false } sparse) => (
                sparse with
                {
                    FromLogits = true,
                },
                true
            ),
            (Activation.Sigmoid, BinaryCrossentropy { FromLogits: false } binary) => (
                binary with
                {
                    FromLogits = true,
                },
                true
            ),
            _ => (loss, false),
        };

    /// <summary>Rows to train and rows to validate on. Rows given to validate on win over a share to split off.</summary>
    private static (Samples Train, Samples? Validation) Split(Samples rows, FitSpec fit)
    {
        if (fit.Validation is not null || fit.ValidationSplit == 0)
        {
            return (rows, fit.Validation);
        }

        var train = Splits.Validation(rows.Rows, fit.ValidationSplit);
        return (rows.Slice(0, train), rows.Slice(train, rows.Rows));
    }

    private static Samples Weigh(Samples rows, IReadOnlyDictionary<int, double>? classWeight) =>
        classWeight is null
            ? rows
            : rows with
            {
                SampleWeight = ClassWeights<T>.ForRows(rows.Y, classWeight, rows.SampleWeight),
            };

    /// <summary>Rows as the layers take them, <c>[rows, inputs]</c>; bytes are divided by 255.</summary>
    private static Matrix<T> Inputs(Tensor x)
    {
        var rows = Matrix<T>.From(x);
        if (x.Type == ElementType.UInt8)
        {
            for (var i = 0; i < rows.Values.Length; i++)
            {
                rows.Values[i] /= T.CreateChecked(255);
            }
        }

        return rows;
    }

    private static void Tell(FitSpec fit, Action<Callback> what)
    {
        foreach (var callback in fit.Callbacks)
        {
            what(callback);
        }
    }

    /// <summary>What callbacks see of a running fit.</summary>
    private sealed class Training(IModel model) : ITraining
    {
        public IModel Model => model;

        public bool Stopped { get; private set; }

        public void Stop() => Stopped = true;
    }
}
