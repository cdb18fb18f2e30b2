using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>Trainings on the two real data sets. Cases hold file names, hashes and rows; the data stay where they are.</summary>
internal static class RealFits
{
    private const string InitialWeights =
        "w[i,j] = (((7919*i + 104729*j + 31*i*j + 1299709*layer) mod 10007) - 5003) / (5003*sqrt(fan_in)), in double, then "
        + "float32. Biases 0. layer counts from 0, i is the input index, j the output index.";

    private static readonly (string File, string Sha256)[] Fashion =
    [
        (
            "fashion-mnist/train-images-idx3-ubyte.gz",
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"
        ),
        (
            "fashion-mnist/train-labels-idx1-ubyte.gz",
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"
        ),
    ];

    private static readonly (string File, string Sha256)[] California =
    [
        (
            "california-housing/california_housing.csv",
            "94ef369b909f5c725340b512b7c9a05c1550a554b6592d29303990e3ba521a1f"
        ),
    ];

    public static IEnumerable<Case> Cases() =>
        [
            FashionMnist(
                "momentum",
                [(64, "relu"), (10, "softmax")],
                ("SGD", Node.Map.Of(("learning_rate", 0.015625), ("momentum", 0.875))),
                (10000, 10800),
                "800 rows in batches of 50: all batches are full"
            ),
            FashionMnist(
                "adam_unequal_last_batch",
                [(32, "tanh"), (16, "relu"), (10, "softmax")],
                ("Adam", Node.Map.Of(("learning_rate", 0.001))),
                (30000, 30330),
                "330 rows in batches of 50: the last has 30"
            ),
            CaliforniaHousing(
                "rmsprop",
                [(12, "relu"), (1, "linear")],
                "mean_squared_error",
                ("RMSprop", Node.Map.Of(("learning_rate", 0.001))),
                (5000, 5500)
            ),
            CaliforniaHousing(
                "absolute_three_layers",
                [(16, "gelu"), (8, "silu"), (1, "linear")],
                "mean_absolute_error",
                (
                    "SGD",
                    Node.Map.Of(("learning_rate", 0.03125), ("momentum", 0.5), ("nesterov", true))
                ),
                (12000, 12777)
            ),
        ];

    private static Case FashionMnist(
        string name,
        (int, string)[] layers,
        (string Name, Node.Map Params) optimizer,
        (int, int) rows,
        string notes
    ) =>
        Of(
            "fashion_mnist",
            name,
            784,
            layers,
            "sparse_categorical_crossentropy",
            optimizer,
            "accuracy",
            50,
            2,
            Data(
                Fashion,
                rows,
                (58000, 58200),
                "x = float32(pixel)/float32(255), 784 values a row, row-major; y = label"
            ),
            notes
        );

    private static Case CaliforniaHousing(
        string name,
        (int, string)[] layers,
        string loss,
        (string Name, Node.Map Params) optimizer,
        (int Start, int End) rows
    ) =>
        Of(
            "california_housing",
            name,
            8,
            layers,
            loss,
            optimizer,
            "mae",
            32,
            2,
            Data(
                California,
                rows,
                (20000, 20300),
                "features standardised in double by mean and population standard deviation of the train rows, then "
                    + "float32; y = MedHouseVal as float32, shape (n,)"
            ),
            "the last batch is not full"
        );

    private static Node.Map Data(
        (string File, string Sha256)[] files,
        (int Start, int End) train,
        (int Start, int End) validation,
        string preparation
    ) =>
        Node.Map.Of(
            ("files", Texts(files.Select(file => file.File))),
            ("sha256", Texts(files.Select(file => file.Sha256))),
            ("train_rows", Numbers(train.Start, train.End)),
            ("validation_rows", Numbers(validation.Start, validation.End)),
            ("preparation", preparation)
        );

    private static Case Of(
        string op,
        string name,
        int inputs,
        (int, string)[] layers,
        string loss,
        (string Name, Node.Map Params) optimizer,
        string metric,
        int batch,
        int epochs,
        Node.Map data,
        string notes
    ) =>
        Case(
            "fit_real",
            op,
            name,
            Wanted(
                "history",
                "evaluate_unweighted",
                "predict_first_20_validation",
                "final_weights_digest",
                "first_epoch_batch_logs_first_8"
            ),
            _ => Node.Map.Empty,
            Node.Map.Of(
                ("input_dim", inputs),
                ("layers", FitProblem.LayerList(layers)),
                ("loss", Node.Map.Of(("name", loss), ("params", Node.Map.Empty))),
                ("optimizer", Node.Map.Of(("name", optimizer.Name), ("params", optimizer.Params))),
                ("metrics", Texts(metric)),
                ("weighted_metrics", Texts()),
                ("fit", Node.Map.Of(("batch_size", batch), ("epochs", epochs), ("shuffle", false))),
                ("data", data),
                ("initial_weights", InitialWeights)
            ),
            notes: notes,
            tags: ["real_data"]
        );
}
