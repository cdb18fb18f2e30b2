using Mlp.Data;
using Mlp.Native;

namespace Mlp.Readme.Tests;

/// <summary>The README's code, word for word between the marks, run on the real data.</summary>
public class Examples
{
    [Test]
    public void The_classification_of_the_README_reaches_its_figures()
    {
        Assume.That(FashionMnist.IsAvailable(), "Fashion-MNIST is not here; set MLP_DATA.");

        // <classification>
        var data = FashionMnist.Load();
        var (validation, train) = (data.Train.Slice(0, 5_000), data.Train.Slice(5_000, 60_000));

        using var model = new Sequential(
            new Input(28, 28),
            new Flatten(),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax")
        ).Compile("sparse_categorical_crossentropy", "sgd", ["accuracy"]);

        var history = model.Fit(train.X, train.Y, epochs: 30, validationData: validation);
        Console.WriteLine(history.ToTable());
        history.SaveCsv("history.csv");

        Logs test = model.Evaluate(data.Test);
        Console.WriteLine($"test loss {test["loss"]:F3}, accuracy {test["accuracy"]:F3}");

        var three = data.Test.X.Slice(0, 3);
        var probabilities = model.Predict(three);
        string[] classes = model.PredictClasses(three, FashionMnist.ClassNames);
        // </classification>

        Assert.Multiple(() =>
        {
            // 99% prediction intervals of one more seed, from the figures of five seeds in Keras 3.15.
            Assert.That(history["loss"][^1], Is.InRange(0.216, 0.240));
            Assert.That(history["val_loss"][^1], Is.InRange(0.260, 0.339));
            Assert.That(history["val_accuracy"][^1], Is.InRange(0.870, 0.911));
            Assert.That(test["loss"], Is.InRange(0.287, 0.382));
            Assert.That(probabilities.Shape, Is.EqualTo([3, 10]));
            Assert.That(classes, Is.EqualTo(["Ankle boot", "Pullover", "Trouser"]));
        });
    }

    [Test]
    public void The_regression_of_the_README_reaches_its_figures()
    {
        Assume.That(
            CaliforniaHousing.IsAvailable(),
            "California housing is not here; set MLP_DATA."
        );

        // <regression>
        var housing = CaliforniaHousing.Load();
        var (rest, test) = Split.TrainTestSplit(new Samples(housing.Features, housing.Target));
        var (train, validation) = Split.TrainTestSplit(rest);

        var scaler = new StandardScaler();
        scaler.Fit(train.X);

        using var model = new Sequential(new Input(8), new Dense(30, "relu"), new Dense(1)).Compile(
            "mean_squared_error",
            "sgd"
        );

        var history = model.Fit(
            scaler.Transform(train.X),
            train.Y,
            epochs: 20,
            validationData: (scaler.Transform(validation.X), validation.Y)
        );
        double mse = model.Evaluate(scaler.Transform(test.X), test.Y)["loss"];
        // </regression>

        Assert.Multiple(() =>
        {
            Assert.That(history["loss"], Has.Count.EqualTo(20));
            // As above; the split is one of the things the seed draws.
            Assert.That(mse, Is.InRange(0.302, 0.462));
        });
    }

    [Test]
    public void The_model_of_the_README_is_saved_loaded_exported_and_diagnosed()
    {
        var samples = Tensor.Create([0f, 1, 2, 3], 4, 1);
        using var model = new Sequential(new Input(1), new Dense(1)).Compile("mse", "sgd");
        var history = model.Fit(samples, samples, epochs: 3);

        // <models>
        model.Save("fashion.safetensors");
        using IModel again = SavedModel.Load("fashion.safetensors").Compile();
        model.ExportOnnx("fashion.onnx");
        Console.Write(history.Diagnose());
        // </models>

        Assert.Multiple(() =>
        {
            Assert.That(Kernel(again), Is.EqualTo(Kernel(model)));
            Assert.That(new FileInfo("fashion.onnx").Length, Is.Positive);
        });
        File.Delete("fashion.safetensors");
        File.Delete("fashion.onnx");
    }

    private static double[] Kernel(IModel model) => [.. model.GetWeights()[0].ToFloat64().Values];
}
