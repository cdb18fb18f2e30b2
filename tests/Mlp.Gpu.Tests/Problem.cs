using Mlp.Data;
using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu.Tests;

/// <summary>A model, its first weights, and rows to train it on.</summary>
internal sealed record Problem(ModelSpec Model, CompileSpec Compile, Weights Weights, Samples Rows)
{
    /// <summary>A classification into three classes, in random order from a seed.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="sizes">Inputs, then the units of each hidden layer.</param>
    /// <param name="activation">Of the hidden layers.</param>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="precision">The precision.</param>
    /// <param name="bytes">Whether inputs are bytes.</param>
    /// <param name="outputs">The classes.</param>
    public static Problem Classes(
        int rows,
        int[] sizes,
        string activation = "relu",
        Optimizer? optimizer = null,
        Precision precision = Precision.Float32,
        bool bytes = false,
        int outputs = 3
    )
    {
        LayerSpec[] layers =
        [
            new Input(sizes[0]),
            .. sizes[1..].Select(units => new Dense(units, activation)),
            new Dense(outputs, "softmax"),
        ];
        var model = new ModelSpec(layers);
        var random = new Random(11);
        var compile = new CompileSpec("sparse_categorical_crossentropy", optimizer ?? new Sgd(0.1))
        {
            Metrics = ["accuracy"],
            Precision = precision,
        };
        var raw = new byte[rows * sizes[0]];
        random.NextBytes(raw);
        Tensor x = Tensor.Create(raw, rows, sizes[0]);
        if (!bytes)
        {
            x = Tensor
                .Create(Array.ConvertAll(raw, value => (value - 128) / 64.0), rows, sizes[0])
                .To(precision);
        }

        var classes = new long[rows];
        for (var i = 0; i < rows; i++)
        {
            classes[i] = random.Next(outputs);
        }

        var weight = Tensor.Vector(Array.ConvertAll(classes, _ => random.NextDouble() + 0.5));
        return new(
            model,
            compile,
            InitialWeights.Create(model, seed: 3, precision),
            new(x, Tensor.Vector(classes), weight)
        );
    }

    /// <summary>The figures of two epochs, the weights after them and the outputs of all rows.</summary>
    public Tensor[] Train(IBackend backend, int batchSize = 32)
    {
        using var model = backend.Compile(Model, Compile, Weights);
        var history = model.Fit(
            Rows,
            new FitSpec
            {
                Epochs = 2,
                BatchSize = batchSize,
                RowOrder = new SeededRowOrder(5),
                Validation = Rows,
                ValidationBatchSize = 7,
            }
        );
        return
        [
            Tensor.Vector([.. history["loss"], .. history["val_loss"], .. history["accuracy"]]),
            .. model.GetWeights(),
            model.Predict(Rows.X),
        ];
    }

    /// <summary>Losses and weights of steps of which the last ones begin with half of the weights that the first ones gave.</summary>
    public Tensor[] StepsWithWeightsHalved(GpuBackend backend)
    {
        using var model = (NativeModel)backend.Compile(Model, Compile, Weights);
        var plan = model.TrainingPlan(Rows, classWeight: null, batchSize: 32);
        var totals = new Totals(Compile);
        model.Begin(plan);
        model.RunSteps(plan, 0, 3, totals);
        model.SetWeights(new([.. model.GetWeights().Select(Half)]));
        model.RunSteps(plan, 3, plan.Steps, totals);
        return [.. model.GetWeights()];

        static Tensor Half(Tensor weight) =>
            Tensor
                .Create(
                    Array.ConvertAll(weight.ToFloat64().Values.ToArray(), value => value / 2),
                    [.. weight.Shape]
                )
                .To(Precision.Float32);
    }

    /// <summary>The weights after one pass and its figures, so many steps at a time.</summary>
    public Tensor[] Steps(GpuBackend backend, int together, int batchSize = 32)
    {
        using var model = (NativeModel)backend.Compile(Model, Compile, Weights);
        var plan = model.TrainingPlan(Rows, classWeight: null, batchSize);
        var totals = new Totals(Compile);
        model.Begin(plan);
        for (var first = 0; first < plan.Steps; first += together)
        {
            model.RunSteps(plan, first, Math.Min(first + together, plan.Steps), totals);
        }

        var logs = totals.ToLogs();
        return [Tensor.Vector([logs["loss"], logs["accuracy"]]), .. model.GetWeights()];
    }
}
