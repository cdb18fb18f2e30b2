using Mlp.Losses;
using Mlp.Optimizers;

namespace Mlp.Tests;

/// <summary>Each bad argument is refused with a message that says what was given and what was expected.</summary>
public class CheckTests
{
    private static readonly ModelSpec Model = new Sequential(
        new Input(4),
        new Dense(3, "softmax")
    ).Spec;
    private static readonly CompileSpec Sparse = new("sparse_categorical_crossentropy", "sgd")
    {
        Metrics = ["accuracy"],
    };
    private static readonly float[,] FiveRows = new float[5, 4];
    private static readonly int[] Labels = [0, 1, 2, 0, 1];

    private static void Refused(Action call, params string[] parts)
    {
        var refusal = Assert.Throws(Is.InstanceOf<ArgumentException>(), call);
        foreach (var part in parts)
        {
            Assert.That(refusal!.Message, Does.Contain(part));
        }
    }

    private static void FitRefused(Samples train, FitSpec fit, params string[] parts) =>
        Refused(() => Check.Fit(Model, Sparse, train, fit), parts);

    [Test]
    public void Good_arguments_pass() =>
        Check.Fit(Model, Sparse, new(FiveRows, Labels), new() { ValidationSplit = 0.2 });

    [Test]
    public void A_label_beyond_the_classes_is_refused_with_its_row() =>
        FitRefused(new(FiveRows, new[] { 0, 1, 3, 0, 1 }), new(), "3 at row 2", "0 to 2");

    [Test]
    public void A_negative_label_is_refused() =>
        FitRefused(new(FiveRows, new[] { 0, -1, 2, 0, 1 }), new(), "-1 at row 1");

    [Test]
    public void A_label_that_is_not_whole_is_refused() =>
        FitRefused(new(FiveRows, new[] { 0f, 1.5f, 2, 0, 1 }), new(), "1.5 at row 1", "whole");

    [Test]
    public void A_NaN_label_is_refused() =>
        FitRefused(new(FiveRows, new[] { 0f, float.NaN, 2, 0, 1 }), new(), "NaN at row 1");

    [Test]
    public void An_ignored_label_may_lie_outside_the_classes() =>
        Check.Loss(
            new SparseCategoricalCrossentropy(IgnoreClass: -1),
            new[] { 0, -1 },
            new float[2, 3],
            null
        );

    [Test]
    public void Data_of_another_width_than_the_model_is_refused() =>
        FitRefused(new(new float[5, 3], Labels), new(), "float32[5, 3]", "[rows, 4]");

    [Test]
    public void Labels_of_another_length_than_the_data_are_refused() =>
        FitRefused(new(FiveRows, new[] { 0, 1 }), new(), "int32[2]", "5 rows");

    [Test]
    public void One_hot_labels_for_the_sparse_loss_are_refused() =>
        FitRefused(new(FiveRows, new float[5, 3]), new(), "float32[5, 3]", "[n, classes]");

    [Test]
    public void Integer_labels_for_the_categorical_loss_are_refused() =>
        Refused(
            () => Check.Loss(new CategoricalCrossentropy(), new[] { 0, 1 }, new float[2, 3], null),
            "int32[2]",
            "[2, 3]"
        );

    [Test]
    public void Labels_that_would_broadcast_are_refused() =>
        Refused(
            () => Check.Loss(new MeanSquaredError(), new float[3], new float[3, 3], null),
            "equal shapes"
        );

    [Test]
    public void Weights_for_other_rows_are_refused() =>
        FitRefused(new(FiveRows, Labels, new float[4]), new(), "float32[4]", "5 rows");

    [Test]
    public void A_NaN_sample_weight_is_refused() =>
        FitRefused(new(FiveRows, Labels, new[] { 1, 1, float.NaN, 1, 1 }), new(), "NaN at index 2");

    [Test]
    public void A_NaN_class_weight_is_refused() =>
        FitRefused(
            new(FiveRows, Labels),
            new() { ClassWeight = new Dictionary<int, double> { [1] = double.NaN } },
            "Class 1",
            "NaN"
        );

    [Test]
    public void No_rows_are_refused() =>
        FitRefused(new(new float[0, 4], Array.Empty<int>()), new(), "no rows");

    [Test]
    public void More_outputs_than_an_array_holds_are_refused()
    {
        // 2^32 and a little: the product is small when cut to 32 bits.
        var model = new Sequential(new Input(1), new Dense(1 << 20)).Spec;
        Refused(() => Check.Inputs(model, new byte[4097], 32), "4097", "1048576", "fewer rows");
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void A_batch_size_below_one_is_refused(int batchSize) =>
        FitRefused(
            new(FiveRows, Labels),
            new() { BatchSize = batchSize },
            $"BatchSize {batchSize}"
        );

    [Test]
    public void No_epochs_are_refused() =>
        FitRefused(new(FiveRows, Labels), new() { Epochs = 0 }, "Epochs 0");

    [TestCase(0.9)] // floor(5 * 0.1) leaves nothing to train on
    [TestCase(1e-17)] // 1.0 - 1e-17 is 1: nothing to validate on
    public void A_split_that_leaves_a_side_empty_is_refused(double split) =>
        FitRefused(new(FiveRows, Labels), new() { ValidationSplit = split }, "leaves");

    [TestCase(1)]
    [TestCase(-0.1)]
    [TestCase(double.NaN)]
    public void A_split_outside_0_to_1_is_refused(double split) =>
        FitRefused(new(FiveRows, Labels), new() { ValidationSplit = split }, "between 0 and 1");

    [Test]
    public void Validation_rows_are_checked_too() =>
        FitRefused(
            new(FiveRows, Labels),
            new() { Validation = new(new float[2, 4], new[] { 0, 7 }) },
            "validation y",
            "7 at row 1"
        );

    [Test]
    public void A_figure_that_is_monitored_and_never_logged_is_refused_before_training()
    {
        Samples rows = (FiveRows, Labels);
        foreach (var callback in new Callback[] { new EarlyStopping(), new BestWeights() })
        {
            FitRefused(
                rows,
                new() { Callbacks = [new TerminateOnNaN(), callback] },
                $"{callback.GetType().Name} monitors 'val_loss'",
                "give validation data, or monitor one of: loss, accuracy."
            );
            Check.Fit(Model, Sparse, rows, new() { ValidationSplit = 0.2, Callbacks = [callback] });
            Check.Fit(Model, Sparse, rows, new() { Validation = rows, Callbacks = [callback] });
        }

        Check.Fit(Model, Sparse, rows, new() { Callbacks = [new EarlyStopping("accuracy")] });
        FitRefused(
            rows,
            new() { Validation = rows, Callbacks = [new EarlyStopping("val_acc")] },
            "'val_acc', which this training does not log: monitor one of: "
                + "loss, accuracy, val_loss, val_accuracy."
        );
    }

    [Test]
    public void An_order_or_callbacks_that_are_null_are_refused_by_name()
    {
        FitRefused(new(FiveRows, Labels), new() { RowOrder = null! }, "RowOrder");
        FitRefused(new(FiveRows, Labels), new() { Callbacks = null! }, "Callbacks");
        FitRefused(
            new(FiveRows, Labels),
            new() { Callbacks = [new TerminateOnNaN(), null!] },
            "Callbacks holds null at index 1"
        );
    }

    [Test]
    public void A_model_weight_that_is_NaN_is_refused() =>
        Refused(
            () => Check.Compile(Model, Sparse, new(new float[4, 3], new[] { 0, float.NaN, 0 })),
            "weights[1]",
            "index 1"
        );

    [Test]
    public void Model_weights_of_another_shape_are_refused() =>
        Refused(
            () => Check.Compile(Model, Sparse, new(new float[3, 4], new float[3])),
            "float32[3, 4]",
            "[4, 3]"
        );

    [Test]
    public void A_reduction_that_gives_no_single_value_cannot_be_trained() =>
        Refused(
            () =>
                Check.Compile(
                    Model,
                    Sparse with
                    {
                        Loss = new SparseCategoricalCrossentropy(Reduction: Reduction.None),
                    },
                    new(new float[4, 3], new float[3])
                ),
            "one value"
        );

    [Test]
    public void A_vector_of_inputs_is_a_column_where_the_model_takes_one_value() =>
        Check.Inputs(new Sequential(new Input(1), new Dense(1)).Spec, new float[7], 32);

    [Test]
    public void Whatever_is_wrong_in_the_settings_of_a_training_is_of_one_argument()
    {
        FitSpec[] settings =
        [
            new() { Epochs = 0 },
            new() { InitialEpoch = 1 },
            new() { BatchSize = 0 },
            new() { ValidationBatchSize = 0 },
            new() { ValidationSplit = 1 },
            new() { ValidationSplit = 0.9 },
            new() { RowOrder = null! },
            new() { Callbacks = null! },
            new() { Callbacks = [null!] },
            new() { Callbacks = [new EarlyStopping()] },
            new() { ClassWeight = new Dictionary<int, double> { [-1] = 1 } },
        ];
        foreach (var fit in settings)
        {
            Named("fit", () => Check.Fit(Model, Sparse, new(FiveRows, Labels), fit));
        }
    }

    [Test]
    public void Whatever_is_wrong_in_weights_or_a_state_is_of_one_argument()
    {
        Weights fits = new(new float[4, 3], new float[3]);
        Weights unfit = new(new float[3, 4], new float[3]);
        Weights undefined = new(new float[4, 3], new[] { 0, float.NaN, 0 });
        var momentum = Sparse with { Optimizer = new Sgd(momentum: 0.9) };
        var empty = new Dictionary<string, Weights>();

        Named("state", () => Check.TrainingState(Model, Sparse, new(fits, -1, empty)));
        Named("state", () => Check.TrainingState(Model, momentum, new(fits, 0, empty)));
        foreach (var wrong in new[] { unfit, undefined })
        {
            var slots = momentum.Optimizer.Slots.ToDictionary(name => name, _ => wrong);

            Named("weights", () => Check.Weights(Model, wrong));
            Named("weights", () => Check.Compile(Model, Sparse, wrong));
            Named("state", () => Check.TrainingState(Model, Sparse, new(wrong, 0, empty)));
            Named("state", () => Check.TrainingState(Model, momentum, new(fits, 0, slots)));
        }
    }

    private static void Named(string argument, Action call) =>
        Assert.That(
            Assert.Throws(Is.InstanceOf<ArgumentException>(), call),
            Has.Property(nameof(ArgumentException.ParamName)).EqualTo(argument)
        );
}
