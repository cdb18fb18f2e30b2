using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance.UnitTests;

internal sealed class SpecReaderTests
{
    [Test]
    public void Losses_take_their_parameters()
    {
        Assert.That(
            SpecReader.Loss(
                "sparse_categorical_crossentropy",
                Of("""{"from_logits": true, "ignore_class": -1, "reduction": "sum"}""")
            ),
            Is.EqualTo(new SparseCategoricalCrossentropy(true, -1, Reduction.Sum))
        );
        Assert.That(
            SpecReader.Loss(
                NodeJson.Parse(
                    """{"name": "binary_crossentropy", "params": {"label_smoothing": 0.2}}"""
                )
            ),
            Is.EqualTo(new BinaryCrossentropy(LabelSmoothing: 0.2))
        );
        Assert.That(SpecReader.Loss("mse"), Is.EqualTo(new Losses.MeanSquaredError()));
    }

    [Test]
    public void Optimizers_take_their_parameters_and_schedules()
    {
        Assert.That(
            SpecReader.Optimizer(
                "SGD",
                Of("""{"learning_rate": 0.5, "momentum": 0.9, "nesterov": true, "clipnorm": 2}""")
            ),
            Is.EqualTo(new Sgd(0.5, 0.9, true) { ClipNorm = 2 })
        );
        Assert.That(
            SpecReader.Optimizer(
                "Adam",
                Of("""{"beta_1": 0.8, "epsilon": 0.001, "weight_decay": 0.1, "amsgrad": false}""")
            ),
            Is.EqualTo(new Adam(0.001, 0.8, 0.999, 0.001) { WeightDecay = 0.1 })
        );
        Assert.That(
            SpecReader.Optimizer(
                "RMSprop",
                Of(
                    """{"rho": 0.5, "centered": true, "learning_rate": {"schedule": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": 50}}"""
                )
            ),
            Is.EqualTo(new RmsProp(new CosineDecay(0.1, 50), 0.5, centered: true))
        );
    }

    [TestCase(
        "ExponentialDecay",
        """{"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5, "staircase": true}"""
    )]
    [TestCase("PiecewiseConstantDecay", """{"boundaries": [5, 50], "values": [1, 0.5, 0.1]}""")]
    [TestCase(
        "PolynomialDecay",
        """{"initial_learning_rate": 0.1, "decay_steps": 50, "end_learning_rate": 0.01, "power": 2, "cycle": true}"""
    )]
    [TestCase(
        "InverseTimeDecay",
        """{"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}"""
    )]
    [TestCase(
        "CosineDecay",
        """{"initial_learning_rate": 0.1, "decay_steps": 50, "alpha": 0.1, "warmup_target": 1, "warmup_steps": 5}"""
    )]
    public void Every_schedule_is_known(string name, string parameters)
    {
        LearningRate[] expected =
        [
            new ExponentialDecay(0.1, 10, 0.5, true),
            new PiecewiseConstantDecay([5, 50], [1, 0.5, 0.1]),
            new PolynomialDecay(0.1, 50, 0.01, 2, true),
            new InverseTimeDecay(0.1, 10, 0.5),
            new CosineDecay(0.1, 50, 0.1, 1, 5),
        ];
        Assert.That(
            SpecReader.LearningRate(name, Of(parameters)),
            Is.EqualTo(expected.Single(rate => rate.GetType().Name == name))
        );
    }

    [Test]
    public void Metrics_and_activations_take_their_parameters()
    {
        Assert.That(SpecReader.Metric("acc", Node.Map.Empty).Key, Is.EqualTo("acc"));
        Assert.That(
            (
                (BinaryAccuracy)SpecReader.Metric("binary_accuracy", Of("""{"threshold": 0.25}"""))
            ).Threshold,
            Is.EqualTo(0.25)
        );
        Assert.That(
            (
                (TopKCategoricalAccuracy)
                    SpecReader.Metric("top_k_categorical_accuracy", Of("""{"k": 3}"""))
            ).K,
            Is.EqualTo(3)
        );
        Assert.That(
            SpecReader.Activation(
                NodeJson.Parse("""{"name": "leaky_relu", "negative_slope": 0.5}""")
            ),
            Is.EqualTo(new Activation.LeakyRelu(0.5))
        );
        Assert.That(
            SpecReader.Activation("gelu", Of("""{"approximate": true}""")),
            Is.EqualTo(new Activation.Gelu(true))
        );
        Assert.That(SpecReader.Activation(null), Is.EqualTo(new Activation.Linear()));
    }

    [Test]
    public void A_model_is_read_with_its_layers_and_a_shape_is_flattened()
    {
        var model = SpecReader.Model(
            Of(
                """{"input_dim": [2, 3], "layers": [{"units": 5, "activation": "relu"}, {"units": 1}]}"""
            )
        );
        Assert.That(model.WeightShapes, Is.EqualTo(new int[][] { [6, 5], [5], [5, 1], [1] }));
        Assert.That(model.Dense[1].Activation, Is.EqualTo(new Activation.Linear()));
    }

    [Test]
    public void Fit_takes_Keras_defaults_and_its_class_weights()
    {
        var fit = SpecReader.Fit(
            Of(
                """{"batch_size": null, "epochs": 3, "shuffle": false, "class_weight": {"0": 0.5, "2": "NaN"}, "validation_split": 0.2}"""
            )
        );
        Assert.That(fit.BatchSize, Is.EqualTo(32));
        Assert.That(fit.Epochs, Is.EqualTo(3));
        Assert.That(fit.ValidationSplit, Is.EqualTo(0.2));
        Assert.That(fit.ClassWeight![0], Is.EqualTo(0.5));
        // A case whose class weight is NaN must reach the backend, to be refused there.
        Assert.That(fit.ClassWeight[2], Is.NaN);
    }

    [Test]
    public void Unknown_names_and_parameters_are_not_supported_and_are_named()
    {
        Assert.That(
            () => SpecReader.Loss("huber", Node.Map.Empty),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("huber")
        );
        Assert.That(
            () => SpecReader.Optimizer("Adagrad", Node.Map.Empty),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("Adagrad")
        );
        Assert.That(
            () => SpecReader.LearningRate("Warmup", Node.Map.Empty),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("Warmup")
        );
        Assert.That(
            () => SpecReader.Metric("f1", Node.Map.Empty),
            Throws.TypeOf<NotSupportedException>()
        );
        Assert.That(
            () => SpecReader.Activation("mish", Node.Map.Empty),
            Throws.TypeOf<NotSupportedException>()
        );
        Assert.That(
            () => SpecReader.Optimizer("Adam", Of("""{"amsgrad": true}""")),
            Throws
                .TypeOf<NotSupportedException>()
                .With.Message.Contains("'amsgrad' of optimizer 'Adam'")
        );
        Assert.That(
            () => SpecReader.Fit(Of("""{"shuffle": true}""")),
            Throws.TypeOf<NotSupportedException>()
        );
    }

    [Test]
    public void Missing_and_ill_typed_parameters_are_no_case_and_bad_values_are_refused()
    {
        Assert.That(
            () => SpecReader.LearningRate("ExponentialDecay", Node.Map.Empty),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("initial_learning_rate")
        );
        Assert.That(
            () => SpecReader.Optimizer("SGD", Of("""{"momentum": "much"}""")),
            Throws.TypeOf<InvalidCaseException>()
        );
        Assert.That(
            () => SpecReader.Optimizer("SGD", Of("""{"momentum": 1.5}""")),
            Throws.InstanceOf<ArgumentException>()
        );
        Assert.That(
            () => SpecReader.Optimizer("SGD", Of("""{"clipnorm": 1, "clipvalue": 1}""")),
            Throws.InstanceOf<ArgumentException>()
        );
    }

    private static Node.Map Of(string json) => NodeJson.Parse(json).AsMap();
}
