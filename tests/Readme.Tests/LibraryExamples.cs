using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Mlp.Data;
using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Readme.Tests;

/// <summary>The code of docs/library.md, word for word between the marks.</summary>
public class LibraryExamples
{
    [Test]
    public void Arrays_train_and_predict()
    {
        // <arrays>
        float[,] x =
        {
            { 0, 0 },
            { 0, 1 },
            { 1, 0 },
            { 1, 1 },
        };
        int[] y = [0, 1, 1, 0];

        using var model = new Sequential(
            new Input(2),
            new Dense(8, "tanh"),
            new Dense(1, "sigmoid")
        ).Compile("binary_crossentropy", new Adam(0.1), ["accuracy"]);
        model.Fit(x, y, epochs: 200);

        float[][] rows =
        [
            [0, 1],
            [1, 1],
        ];
        var probabilities = model.Predict(rows);
        int[] classes = model.PredictClasses(rows);
        // </arrays>

        Assert.That(probabilities.Shape, Is.EqualTo([2, 1]));
        Assert.That(classes, Is.EqualTo([1, 0]));
    }

    [Test]
    public void Hooks_are_told_and_a_stopped_model_is_saved()
    {
        var (x, y) = (Tensor.Create([0f, 1, 2, 3], 4, 1), Tensor.Vector([0f, 1, 2, 3]));
        using var model = new Sequential(new Input(1), new Dense(1)).Compile("mse", "sgd");
        using var source = new CancellationTokenSource();
        source.Cancel();
        var (token, logger) = (source.Token, (ILogger)NullLogger.Instance);

        // <hooks>
        var progress = new Progress<BatchProgress>(at =>
            Console.WriteLine(
                $"epoch {at.Epoch + 1}, step {at.Step} of {at.Steps}: {at.Logs["loss"]:F3}"
            )
        );
        try
        {
            model.Fit(x, y, epochs: 10, progress: progress, logger: logger, cancellation: token);
        }
        catch (OperationCanceledException)
        {
            model.Save("so-far.safetensors");
        }
        // </hooks>

        Assert.That(SavedModel.Load("so-far.safetensors").State.Steps, Is.Zero);
        File.Delete("so-far.safetensors");
    }
}
