using Mlp;
using Mlp.Data;
using Mlp.Native;

namespace Conform.Training;

/// <summary>A model and a real data set to train it on, start to end.</summary>
/// <param name="Title">What is trained, in one line.</param>
/// <param name="Epochs">Passes when none are asked for.</param>
/// <param name="Model">The layers.</param>
/// <param name="Compile">Loss, optimizer and metrics.</param>
/// <param name="Split">The rows of a seed: to train, to validate and to test on.</param>
internal sealed record Walkthrough(
    string Title,
    int Epochs,
    ModelSpec Model,
    CompileSpec Compile,
    Func<int, (Samples Train, Samples Validation, Samples Test)> Split
)
{
    private const int BatchSize = 32;

    /// <summary>Names of the walkthroughs.</summary>
    public static string[] Names { get; } = ["fashion-mnist", "california-housing"];

    /// <summary>The walkthrough of that name, its data loaded.</summary>
    public static Walkthrough Load(string name, string? folder) =>
        name == Names[0]
            ? Fashion(FashionMnist.Load(folder))
            : Housing(CaliforniaHousing.Load(folder));

    /// <summary>Trains from the weights and in the row order of a seed, showing progress, then evaluates on the test rows.</summary>
    public (History History, Logs Test) Train(
        IBackend backend,
        int epochs,
        int seed,
        CancellationToken cancellation
    )
    {
        var (train, validation, test) = Split(seed);
        using var model = backend.Compile(
            Model,
            Compile,
            InitialWeights.Create(Model, seed, Compile.Precision)
        );
        var line = new ProgressLine();
        var history = model.Fit(
            train,
            new()
            {
                Epochs = epochs,
                BatchSize = BatchSize,
                Validation = validation,
                RowOrder = new SeededRowOrder(seed),
                Callbacks = [line],
                Progress = line,
                Cancellation = cancellation,
            }
        );
        return (history, model.Evaluate(test));
    }

    private static Walkthrough Fashion(FashionMnist data)
    {
        const int Validation = 5_000;
        var parts = (
            data.Train.Slice(Validation, data.Train.Rows),
            data.Train.Slice(0, Validation),
            data.Test
        );
        return new(
            "Fashion-MNIST, 784-300-100-10, relu, relu, softmax, SGD 0.01, batch 32",
            30,
            new Sequential(
                new Input(28, 28),
                new Flatten(),
                new Dense(300, "relu"),
                new Dense(100, "relu"),
                new Dense(10, "softmax")
            ).Spec,
            new("sparse_categorical_crossentropy", "sgd") { Metrics = ["accuracy"] },
            _ => parts
        );
    }

    // Test and validation are cut as scikit-learn's train_test_split does twice: a quarter, then a quarter of the rest.
    private static Walkthrough Housing(CaliforniaHousing data) =>
        new(
            "California housing, scaled, 8-30-1, relu, SGD 0.01, batch 32",
            20,
            new Sequential(new Input(8), new Dense(30, "relu"), new Dense(1)).Spec,
            new("mean_squared_error", "sgd"),
            seed =>
            {
                var (rest, test) = Mlp.Data.Split.TrainTestSplit(
                    new Samples(data.Features, data.Target),
                    seed: seed
                );
                var (train, validation) = Mlp.Data.Split.TrainTestSplit(rest, seed: seed);
                var scaler = new StandardScaler();
                scaler.Fit(train.X);
                Samples Scaled(Samples rows) =>
                    rows with
                    {
                        X = scaler.Transform(rows.X).ToFloat32(),
                    };
                return (Scaled(train), Scaled(validation), Scaled(test));
            }
        );
}
