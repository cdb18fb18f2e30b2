using Mlp.Data;
using Mlp.Optimizers;

namespace Mlp.Stress.Tests;

/// <summary>A model, its first weights, and rows to train it on.</summary>
internal sealed record Problem(ModelSpec Model, CompileSpec Compile, Weights Weights, Samples Rows)
{
    /// <summary>Three classes.</summary>
    /// <param name="sizes">Inputs, then the units of each hidden layer.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="optimizer">How weights move.</param>
    public static Problem Classes(int[] sizes, int rows, Optimizer? optimizer = null)
    {
        var model = new ModelSpec([
            new Input(sizes[0]),
            .. sizes[1..].Select(units => new Dense(units, "relu")),
            new Dense(3, "softmax"),
        ]);
        var random = new Random(11);
        var x = new float[rows * sizes[0]];
        var y = new long[rows];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (float)(random.NextDouble() - 0.5);
        }

        for (var i = 0; i < rows; i++)
        {
            y[i] = random.Next(3);
        }

        return new(
            model,
            new("sparse_categorical_crossentropy", optimizer ?? new Adam(0.01))
            {
                Metrics = ["accuracy"],
            },
            InitialWeights.Create(model, seed: 3, Precision.Float32),
            new(Tensor.Create(x, rows, sizes[0]), Tensor.Vector(y))
        );
    }

    /// <summary>A model at its first weights.</summary>
    public IModel Start(IBackend backend) => backend.Compile(Model, Compile, Weights);

    /// <summary>A training of its own order.</summary>
    public static FitSpec Fit(
        int epochs,
        int batchSize,
        params IReadOnlyList<Callback> callbacks
    ) =>
        new()
        {
            Epochs = epochs,
            BatchSize = batchSize,
            RowOrder = new SeededRowOrder(5),
            Callbacks = callbacks,
        };
}
