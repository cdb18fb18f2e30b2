using Mlp.Conformance;
using Mlp.Data;
using Mlp.Native;

namespace Mlp.OnnxRuntime.Tests;

/// <summary>What is exported to ONNX predicts the same in ONNX Runtime.</summary>
public sealed class OrtBackendTests
{
    private static readonly Activation[] Activations =
    [
        "linear",
        "relu",
        new Activation.LeakyRelu(0.3),
        new Activation.Elu(1.5),
        new Activation.Selu(1.6, 1.1),
        "gelu",
        new Activation.Gelu(Approximate: true),
        "silu",
        "softplus",
        "sigmoid",
        "tanh",
        "softmax",
        "log_softmax",
    ];

    [TestCaseSource(nameof(Activations))]
    public void Every_activation_predicts_as_the_native_backend(Activation activation)
    {
        var model = new ModelSpec([new Input(5), new Dense(17, activation), new Dense(3)]);

        // A few rounding errors of values about 1.
        Agree(model, Rows(9, 5), Precision.Float32, 4e-6);
    }

    [TestCaseSource(nameof(Activations))]
    public void In_float64_it_predicts_or_is_declined_by_rule(Activation activation)
    {
        var model = new ModelSpec([new Input(5), new Dense(17, activation), new Dense(3)]);
        if (IsDeclined(activation.Name))
        {
            using var ort = Compile(new OrtBackend(), model, Precision.Float64);
            Assert.That(() => ort.Predict(Rows(9, 5)), Throws.InstanceOf<NotSupportedException>());
        }
        else
        {
            Agree(model, Rows(9, 5), Precision.Float64, 1e-14);
        }
    }

    [Test]
    public void Flatten_and_bytes_are_taken()
    {
        var bytes = Tensor.Create(
            Enumerable.Range(0, 4 * 6).Select(i => (byte)(i * 11)).ToArray(),
            4,
            2,
            3
        );
        var model = new ModelSpec([new Input(2, 3), new Flatten(), new Dense(3, "softmax")]);

        Agree(model, bytes, Precision.Float32, 1e-6);
        Agree(new([new Input(2, 3), new Flatten()]), bytes, Precision.Float64, 0);
    }

    [Test]
    public void A_vector_is_a_column_for_a_model_of_one_input() =>
        Agree(
            new([new Input(1), new Dense(3, "relu")]),
            new[] { 1f, -2f, 3f },
            Precision.Float32,
            1e-6
        );

    [Test]
    public void Weights_that_are_set_are_predicted_with()
    {
        var model = new ModelSpec([new Input(1), new Dense(1)]);
        using var ort = Compile(new OrtBackend(), model, Precision.Float32);
        ort.Predict(new[] { 1f });

        ort.SetWeights(new(Tensor.Create(new[] { 2f }, 1, 1), new[] { 1f }));

        Assert.That(ort.Predict(new[] { 3f })[0], Is.EqualTo(7));
    }

    [Test]
    public void A_saved_model_predicts_and_is_still_whole()
    {
        var folder = Directory.CreateTempSubdirectory("ort");
        var path = Path.Combine(folder.FullName, "model.safetensors");
        try
        {
            var model = new ModelSpec([new Input(5), new Dense(3, "softmax")]);
            using var trained = new CpuBackend().Compile(
                model,
                new("sparse_categorical_crossentropy", "adam"),
                InitialWeights.Create(model, 1)
            );
            trained.Fit(Rows(9, 5), Tensor.Vector(new[] { 0, 1, 2, 0, 1, 2, 0, 1, 2 }));
            trained.Save(path);

            using var ort = SavedModel.Load(path).Compile(new OrtBackend());

            Same(ort.Predict(Rows(9, 5)), trained.Predict(Rows(9, 5)), 1e-6);
            Assert.That(ort.GetTrainingState().Steps, Is.EqualTo(1));
            Assert.That(ort.GetTrainingState().Slots, Has.Count.EqualTo(2));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void It_does_not_train_and_says_so()
    {
        var model = new ModelSpec([new Input(5), new Dense(1)]);
        using var ort = Compile(new OrtBackend(), model, Precision.Float32);
        var rows = new Samples(Rows(9, 5), new float[9]);

        foreach (
            var act in new Action[]
            {
                () => ort.Fit(rows, new()),
                () => ort.Evaluate(rows),
                () => ort.TrainOnBatch(rows),
            }
        )
        {
            Assert.That(
                act,
                Throws.InstanceOf<NotSupportedException>().With.Message.Contains("only predicts")
            );
        }
    }

    [Test]
    public void An_exported_file_is_what_the_backend_runs()
    {
        var folder = Directory.CreateTempSubdirectory("ort");
        var path = Path.Combine(folder.FullName, "model.onnx");
        try
        {
            var model = new ModelSpec([new Input(5), new Dense(3, "softmax")]);
            using var native = Compile(new CpuBackend(), model, Precision.Float32);
            native.ExportOnnx(path);

            using var session = new Microsoft.ML.OnnxRuntime.InferenceSession(path);

            Assert.That(
                session.InputMetadata[OnnxFile.Input].Dimensions,
                Is.EqualTo(new[] { -1, 5 })
            );
            Assert.That(
                session.OutputMetadata[OnnxFile.Output].Dimensions,
                Is.EqualTo(new[] { -1, 3 })
            );
            Assert.That(
                File.ReadAllBytes(path),
                Is.EqualTo(OnnxFile.ToBytes(model, native.GetWeights()))
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Test]
    public void An_input_alone_is_no_model_to_export() =>
        Assert.That(
            () => OnnxFile.ToBytes(new([new Input(3)]), new()),
            Throws.ArgumentException.With.Message.Contains("Input alone")
        );

    // The rule that the suite takes, for a case of that activation.
    private static bool IsDeclined(string activation)
    {
        var value = CaseJson.Read(
            $$$"""{"id":"a","family":"predict","op":"predict","params":{"input_dim":5,"layers":[{"units":3,"activation":"{{{activation}}}"}]},"dtype":"float64","inputs":{},"expected":{},"source":"s"}"""
        );
        return OrtDeclines.All.Any(rule => rule.Covers(value));
    }

    private static void Agree(ModelSpec model, Tensor x, Precision precision, double tolerance)
    {
        using var ort = Compile(new OrtBackend(), model, precision);
        using var native = Compile(new CpuBackend(), model, precision);

        Same(ort.Predict(x), native.Predict(x), tolerance);
    }

    [Test]
    public void A_model_that_was_disposed_of_does_not_open_again()
    {
        var model = Compile(
            new OrtBackend(),
            new ModelSpec([new Input(3), new Dense(2)]),
            Precision.Float32
        );
        var rows = Rows(2, 3).ToFloat32();
        model.Predict(rows);
        model.Dispose();

        Assert.That(() => model.Predict(rows), Throws.InstanceOf<ObjectDisposedException>());
        model.Dispose();
    }

    private static void Same(Tensor actual, Tensor expected, double tolerance)
    {
        Assert.That(actual.ToString(), Is.EqualTo(expected.ToString()));
        Assert.That(
            actual.ToFloat64().Values.ToArray(),
            Is.EqualTo(expected.ToFloat64().Values.ToArray()).Within(tolerance)
        );
    }

    private static IModel Compile(IBackend backend, ModelSpec model, Precision precision) =>
        backend.Compile(
            model,
            new("mse", "sgd") { Precision = precision },
            InitialWeights.Create(model, 7, precision)
        );

    private static Tensor<double> Rows(int rows, int columns)
    {
        var random = new Random(3);
        return Tensor.Create(
            Enumerable
                .Range(0, rows * columns)
                .Select(_ => (4 * random.NextDouble()) - 2)
                .ToArray(),
            rows,
            columns
        );
    }
}
