using Mlp;
using Mlp.Data;
using Mlp.Native;

namespace Benchmarks;

/// <summary>Rows, model and first weights that every contender trains, in the same order.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Model">The layers.</param>
/// <param name="Compile">Loss and optimizer.</param>
/// <param name="Weights">First weights of every round.</param>
/// <param name="Rows">Inputs and labels, in training order.</param>
/// <param name="BatchSize">Rows a step.</param>
internal sealed record Workload(
    string Name,
    ModelSpec Model,
    CompileSpec Compile,
    Weights Weights,
    Samples Rows,
    int BatchSize
)
{
    /// <summary>Steps of one pass.</summary>
    public int Steps => (Rows.Rows + BatchSize - 1) / BatchSize;

    /// <summary>F: Fashion-MNIST 784-300-100-10, 200 real batches of 32.</summary>
    public static Workload Fashion(string? folder) =>
        Of(
            "F, Fashion-MNIST 784-300-100-10",
            new Sequential(
                new Input(784),
                new Dense(300, "relu"),
                new Dense(100, "relu"),
                new Dense(10, "softmax")
            ).Spec,
            "sparse_categorical_crossentropy",
            Flat(FashionMnist.Load(folder).Train.Slice(0, 6_400))
        );

    /// <summary>H: California housing 8-30-1, the 11,610 rows of the walkthrough.</summary>
    public static Workload Housing(string? folder)
    {
        var housing = CaliforniaHousing.Load(folder);
        var (train, _) = Split.TrainTestSplit(
            new Samples(housing.Features, housing.Target),
            trainSize: 11_610,
            testSize: 1
        );
        var scaler = new StandardScaler();
        scaler.Fit(train.X);
        return Of(
            "H, California housing 8-30-1",
            new Sequential(new Input(8), new Dense(30, "relu"), new Dense(1)).Spec,
            "mean_squared_error",
            new(scaler.Transform(train.X).ToFloat32(), train.Y.ToFloat32())
        );
    }

    private static Samples Flat(Samples rows) =>
        rows with
        {
            X = rows.X.Reshape(rows.Rows, rows.X.RowLength),
        };

    private static Workload Of(string name, ModelSpec model, string loss, Samples rows) =>
        new(
            name,
            model,
            new(loss, "sgd"),
            InitialWeights.Create(model, 0, Precision.Float32),
            rows,
            32
        );
}
