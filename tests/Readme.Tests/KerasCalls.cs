using Mlp.Data;
using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Readme.Tests;

/// <summary>
/// The right-hand sides of docs/keras.md, run. A comment that begins with a library's name is a left-hand side; the lines below it, up
/// to a blank one, are ours. <c>KERAS=write dotnet test --project tests/Readme.Tests</c> writes the page anew.
/// </summary>
public class KerasCalls
{
    private static readonly Tensor Small = new float[,]
    {
        { 0, 1, 2, 3 },
        { 1, 0, 1, 0 },
        { 3, 2, 1, 0 },
        { 1, 1, 2, 2 },
        { 2, 0, 0, 1 },
        { 0, 3, 1, 1 },
    };
    private static readonly int[] Classes = [0, 1, 2, 0, 1, 2];

    [Test]
    public void Images()
    {
        Assume.That(FashionMnist.IsAvailable(), "Fashion-MNIST is not here; set MLP_DATA.");

        // ## Data
        // Keras: (X_train_full, y_train_full), (X_test, y_test) = keras.datasets.fashion_mnist.load_data()
        var data = FashionMnist.Load();

        // NumPy: X_valid, X_train = X_train_full[:5000] / 255.0, X_train_full[5000:] / 255.0
        var (validation, train) = (data.Train.Slice(0, 5_000), data.Train.Slice(5_000, 60_000));

        // Python: class_names[y_train[0]]
        string name = FashionMnist.ClassNames[(int)train.Y[0]];

        Assert.That(name, Is.EqualTo("Coat"));
        Assert.That((validation.Rows, train.Rows), Is.EqualTo((5_000, 55_000)));
    }

    [Test]
    public void Tables()
    {
        Assume.That(
            CaliforniaHousing.IsAvailable(),
            "California housing is not here; set MLP_DATA."
        );

        // scikit-learn: housing = fetch_california_housing()
        var housing = CaliforniaHousing.Load();

        // scikit-learn: X_train, X_test, y_train, y_test = train_test_split(housing.data, housing.target)
        var (xTrain, xTest, yTrain, yTest) = Split.TrainTestSplit(housing.Features, housing.Target);

        Assert.That((xTrain.Rows, yTrain.Rows), Is.EqualTo((15_480, 15_480)));
        Assert.That((xTest.Rows, yTest.Rows), Is.EqualTo((5_160, 5_160)));
    }

    [Test]
    public void Preparation()
    {
        var (x, y) = (Small, (Tensor)Classes);

        // scikit-learn: train_test_split(X, y, test_size=0.5, random_state=42, stratify=y)
        var split = Split.TrainTestSplit(x, y, testSize: 0.5, seed: 42, stratify: y);

        // scikit-learn: scaler = StandardScaler(); X_train = scaler.fit_transform(X_train)
        var scaler = new StandardScaler();
        var xTrain = scaler.FitTransform(split.XTrain);

        // scikit-learn: scaler.fit(X_train)
        scaler.Fit(split.XTrain);

        // scikit-learn: X_test = scaler.transform(X_test)
        var xTest = scaler.Transform(split.XTest);

        // scikit-learn: scaler.inverse_transform(X_test)
        var back = scaler.InverseTransform(xTest);

        // scikit-learn: scaler.mean_, scaler.scale_
        var (mean, scale) = (scaler.Mean, scaler.Scale);

        // Keras: keras.utils.to_categorical(y, num_classes=3)
        var oneHot = Categories.ToCategorical(y, 3);

        // NumPy: np.argmax(one_hot, axis=-1)
        var labels = Categories.ArgMax(oneHot);

        // scikit-learn: compute_class_weight("balanced", classes=np.unique(y), y=y)
        var balanced = ClassWeights.Balanced(y);

        Assert.Multiple(() =>
        {
            Assert.That(split.YTest.ToFloat64().Values.ToArray(), Is.EquivalentTo([0, 1, 2]));
            Assert.That(xTrain.Shape, Is.EqualTo([3, 4]));
            Assert.That(
                back.ToFloat64().Values.ToArray(),
                Is.EqualTo(split.XTest.ToFloat64().Values.ToArray()).Within(1e-6)
            );
            Assert.That((mean!.Length, scale!.Length), Is.EqualTo((4, 4)));
            Assert.That(labels.Values.ToArray(), Is.EqualTo(Classes));
            Assert.That(balanced.Values, Is.All.EqualTo(1));
        });
    }

    [Test]
    public void Models()
    {
        // ## Models
        // Keras: keras.models.Sequential([Flatten(input_shape=[28, 28]), Dense(300, activation="relu"), Dense(10, activation="softmax")])
        var net = new Sequential(
            new Input(28, 28),
            new Flatten(),
            new Dense(300, "relu"),
            new Dense(10, "softmax")
        );

        // Keras: Dense(100, activation="relu", kernel_initializer="he_normal")
        var layer = new Dense(100, "relu") { KernelInitializer = Initializer.HeNormal };

        // Keras: Dense(100, activation=keras.layers.LeakyReLU(negative_slope=0.1))
        var leaky = new Dense(100, new Activation.LeakyRelu(0.1));

        // Keras: model.summary()
        Console.Write(net.Summary());

        // Keras: model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
        using var model = net.Compile("sparse_categorical_crossentropy", "sgd", ["accuracy"]);

        // Keras: keras.utils.set_random_seed(42), before the model is made
        using var seeded = net.Compile("sparse_categorical_crossentropy", "sgd", seed: 42);

        // Keras: weights, biases = model.layers[1].get_weights()
        var (weights, biases) = (model.GetWeights()[0], model.GetWeights()[1]);

        // Keras: model.set_weights(other.get_weights())
        model.SetWeights(seeded.GetWeights());

        Assert.Multiple(() =>
        {
            Assert.That((layer.Units, leaky.Units), Is.EqualTo((100, 100)));
            Assert.That(weights.Shape, Is.EqualTo([784, 300]));
            Assert.That(biases.Shape, Is.EqualTo([300]));
            Assert.That(model.GetWeights()[0][0], Is.EqualTo(seeded.GetWeights()[0][0]));
            Assert.That(model.GetWeights()[0][0], Is.Not.EqualTo(weights[0]));
        });
    }

    [Test]
    public void LossesMetricsOptimizersAndSchedules()
    {
        // ## Losses, metrics, optimizers
        // Keras: loss="sparse_categorical_crossentropy", for labels 0, 1, 2
        Loss sparse = "sparse_categorical_crossentropy";

        // Keras: loss="categorical_crossentropy", for one-hot labels
        Loss categorical = "categorical_crossentropy";

        // Keras: loss="binary_crossentropy", for labels 0 and 1
        Loss binary = "binary_crossentropy";

        // Keras: loss="mean_squared_error", or "mse"
        Loss squared = "mse";

        // Keras: keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)
        Loss smoothed = new CategoricalCrossentropy(FromLogits: true, LabelSmoothing: 0.1);

        // Keras: metrics=["accuracy", keras.metrics.SparseTopKCategoricalAccuracy(k=3)]
        Metric[] metrics = ["accuracy", new SparseTopKCategoricalAccuracy(3)];

        // Keras: keras.optimizers.SGD(learning_rate=0.01, momentum=0.9, nesterov=True)
        Optimizer nesterov = new Sgd(0.01, momentum: 0.9, nesterov: true);

        // Keras: keras.optimizers.Adam(learning_rate=0.001, beta_1=0.9, beta_2=0.999)
        Optimizer adam = new Adam(0.001, beta1: 0.9, beta2: 0.999);

        // Keras: keras.optimizers.RMSprop(rho=0.9)
        Optimizer rmsProp = new RmsProp(rho: 0.9);

        // Keras: keras.optimizers.SGD(clipnorm=1.0)
        Optimizer clipped = new Sgd { ClipNorm = 1 };

        // Keras: keras.optimizers.schedules.ExponentialDecay(0.01, decay_steps=20, decay_rate=0.1)
        Optimizer decaying = new Sgd(new ExponentialDecay(0.01, 20, 0.1));

        // Keras: keras.optimizers.schedules.PiecewiseConstantDecay([10, 20], [0.01, 0.005, 0.001])
        Optimizer stepwise = new Sgd(new PiecewiseConstantDecay([10, 20], [0.01, 0.005, 0.001]));

        foreach (var loss in new[] { sparse, categorical, binary, squared, smoothed })
        {
            var outputs = loss == binary ? new Dense(1, "sigmoid") : new Dense(3);
            var labels = loss == sparse || loss == binary ? OneOrMore(loss) : OneHot();
            foreach (
                var optimizer in new[] { nesterov, adam, rmsProp, clipped, decaying, stepwise }
            )
            {
                using var model = new Sequential(new Input(4), outputs).Compile(
                    loss,
                    optimizer,
                    loss == sparse ? metrics : null
                );
                Assert.That(model.Fit(Small, labels)["loss"][0], Is.Positive);
            }
        }

        static Tensor OneHot() => Categories.ToCategorical(Classes, 3);
        Tensor OneOrMore(Loss loss) => loss == binary ? new[] { 0, 1, 0, 0, 1, 1 } : Classes;
    }

    [Test]
    public void TrainingAndUse()
    {
        var net = new Sequential(new Input(4), new Dense(5, "relu"), new Dense(3, "softmax"));
        using var model = net.Compile("sparse_categorical_crossentropy", "sgd", ["accuracy"]);
        var (x, y, validation) = (Small, (Tensor)Classes, new Samples(Small, Classes));
        var classWeight = new Dictionary<int, double> { [0] = 2 };
        float[] sampleWeight = [1, 1, 1, 1, 1, 5];

        // ## Training
        // Keras: history = model.fit(X, y, epochs=3, validation_data=(X_valid, y_valid))
        var history = model.Fit(x, y, epochs: 3, validationData: validation);

        // Keras: model.fit(X, y, batch_size=2, shuffle=False, validation_split=0.5)
        model.Fit(x, y, batchSize: 2, shuffle: false, validationSplit: 0.5);

        // Keras: model.fit(X, y, class_weight={0: 2.0})
        model.Fit(x, y, classWeight: classWeight);

        // Keras: model.fit(X, y, sample_weight=weights)
        model.Fit(x, y, sampleWeight: sampleWeight);

        // Keras: model.fit(X, y, epochs=6, initial_epoch=3)
        model.Fit(x, y, epochs: 6, initialEpoch: 3);

        // Keras: keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)
        var stopping = new EarlyStopping(patience: 10, restoreBestWeights: true);

        // Keras: model.fit(X, y, epochs=3, validation_data=(X_valid, y_valid), callbacks=[stopping])
        model.Fit(x, y, epochs: 3, validationData: validation, callbacks: [stopping]);

        // Keras: model.train_on_batch(X, y)
        Logs batch = model.TrainOnBatch(x, y);

        // Keras: history.history["val_accuracy"]
        IReadOnlyList<double> accuracies = history["val_accuracy"];

        // pandas: pd.DataFrame(history.history)
        string table = history.ToTable();

        // ## Use
        // Keras: loss, accuracy = model.evaluate(X_test, y_test)
        var test = model.Evaluate(x, y);
        var (loss, accuracy) = (test["loss"], test["accuracy"]);

        // Keras: y_proba = model.predict(X_new)
        var probabilities = model.Predict(x);

        // NumPy: np.argmax(model.predict(X_new), axis=-1)
        int[] predicted = model.PredictClasses(x);

        // NumPy: np.array(class_names)[y_pred]
        string[] names = model.PredictClasses(x, ["cat", "dog", "bird"]);

        // scikit-learn: accuracy_score(y_test, y_pred)
        double share = Scores.Accuracy(y, predicted);

        // scikit-learn: confusion_matrix(y_test, y_pred)
        Tensor<long> confusion = Scores.ConfusionMatrix(y, predicted);

        Assert.Multiple(() =>
        {
            Assert.That(accuracies, Has.Count.EqualTo(3));
            Assert.That(table, Does.Contain("val_accuracy"));
            Assert.That(batch["loss"], Is.Positive);
            Assert.That(loss, Is.Positive);
            Assert.That(share, Is.EqualTo(accuracy).Within(1e-6));
            Assert.That(probabilities.Shape, Is.EqualTo([6, 3]));
            Assert.That(names[0], Is.EqualTo(new[] { "cat", "dog", "bird" }[predicted[0]]));
            Assert.That(confusion.Values.ToArray().Sum(), Is.EqualTo(6));
        });
    }

    [Test]
    public void Files()
    {
        using var model = new Sequential(new Input(4), new Dense(3)).Compile("mse", "adam");
        model.Fit(Small, Categories.ToCategorical(Classes));

        // ## Files
        // Keras: model.save("my_model.keras")
        model.Save("my_model.safetensors");

        // Keras: model = keras.models.load_model("my_model.keras")
        using var again = SavedModel.Load("my_model.safetensors").Compile();

        // Keras: model.export("my_model.onnx", format="onnx")
        model.ExportOnnx("my_model.onnx");

        Assert.That(
            again.Predict(Small).ToFloat64().Values.ToArray(),
            Is.EqualTo(model.Predict(Small).ToFloat64().Values.ToArray())
        );
        Assert.That(new FileInfo("my_model.onnx").Length, Is.Positive);
        File.Delete("my_model.safetensors");
        File.Delete("my_model.onnx");
    }
}
