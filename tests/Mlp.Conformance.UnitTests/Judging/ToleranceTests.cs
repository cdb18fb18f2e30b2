using Mlp.Conformance.Truth;
using Mlp.Optimizers;

namespace Mlp.Conformance.UnitTests;

internal sealed class ToleranceTests
{
    private const double U32 = 1.0 / (1 << 24);
    private static readonly Rounding Single = new(Precision.Float32, Warns: false);

    [Test]
    public void A_bound_is_rounded_up_to_8_bits_and_told_in_one_value_where_all_are_the_same()
    {
        var bound = Bounds.Tidy([1e-7, 3e-7, 0, double.NaN]);
        Assert.That(bound[0], Is.InRange(1e-7, 1e-7 * (1 + 1.0 / 128)));
        Assert.That(bound[1], Is.InRange(3e-7, 3e-7 * (1 + 1.0 / 128)));
        Assert.That(bound[2], Is.Zero);
        Assert.That(bound[3], Is.Zero, "a value that is no number is held exactly");
        Assert.That(Bounds.Tidy([0.25, 0.25]).Rank, Is.Zero);
        Assert.That(Bounds.Tidy([0.25])[0], Is.EqualTo(0.25), "what fits is not changed");
    }

    [TestCase(1.0, 1.1920928955078125e-07)] // 2^-23
    [TestCase(-3.0, 2.384185791015625e-07)]
    [TestCase(0.0, 1.401298464324817e-45)] // the smallest subnormal
    public void A_ULP_of_float32_is_the_distance_to_the_next_number(
        double value,
        double expected
    ) => Assert.That(Single.Ulp(value), Is.EqualTo(expected));

    [Test]
    public void A_large_common_offset_does_not_widen_the_bound_of_a_squared_error()
    {
        var near = SquaredBound([1f, 2f], [1.5f, 2f]);
        var far = SquaredBound([1e6f, 2e6f], [1e6f + 0.5f, 2e6f]);
        Assert.That(near, Is.EqualTo(0.25 / 2 * 6 * U32).Within(1).Percent);
        Assert.That(far, Is.EqualTo(near));
    }

    [Test]
    public void Labels_that_float32_cannot_hold_widen_it_by_what_is_lost()
    {
        var bound = SampleBounds.Of(
            new Losses.MeanAbsoluteError(),
            Tensor.Create([16777217L], 1, 1),
            Tensor.Create([0f], 1, 1),
            Single
        )[0]!
            .Value
            .Bound;
        Assert.That(bound, Is.EqualTo(1 + 4 * U32 * 16777217).Within(1).Percent);
    }

    [Test]
    public void Binary_crossentropy_at_the_upper_clip_is_as_far_off_as_float32_itself()
    {
        var samples = SampleBounds.Of(
            new Losses.BinaryCrossentropy(),
            Tensor.Create([0f], 1, 1),
            Tensor.Create([1f], 1, 1),
            Single
        );
        // 16.118 in float64, 15.942 in float32.
        Assert.That(samples[0]!.Value.Bound, Is.InRange(0.1756, 0.1758));
    }

    [Test]
    public void Rows_of_weight_0_and_ignored_rows_add_nothing_to_a_reduction()
    {
        var samples = SampleBounds.Of(
            new Losses.SparseCategoricalCrossentropy(true, 2),
            Tensor.Vector([0L, 2, 1]),
            Tensor.Create([1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f], 3, 3),
            Single
        );
        Assert.That(samples[1], Is.Null);
        var all = LossBounds.Reduced(Losses.Reduction.Sum, samples, null, 0, Single);
        var one = LossBounds.Reduced(Losses.Reduction.Sum, samples, [1, 1, 0], 0, Single);
        Assert.That(one, Is.LessThan(all));
        Assert.That(
            LossBounds.Reduced(
                Losses.Reduction.MeanWithSampleWeight,
                samples,
                [0, 1, 0],
                0,
                Single
            ),
            Is.EqualTo(Single.Eta),
            "without weight the mean is 0 by definition"
        );
    }

    [TestCase("y")]
    [TestCase("grad_x")]
    public void A_softmax_along_another_axis_is_bounded_as_the_transposed_one(string output)
    {
        Tensor x = Tensor.Create([1f, 5f, -2f, 0.5f, 3f, 2f], 3, 2);
        Tensor upstream = Tensor.Create([1f, 2f, 3f, -1f, 0f, 4f], 3, 2);

        var along = Bounds(x, upstream, Node.Map.Of(("axis", 0)));
        var turned = Bounds(Axes.Transpose(x), Axes.Transpose(upstream), Node.Map.Empty);

        Assert.That(
            along.ToFloat64().Values.ToArray(),
            Is.EqualTo(Axes.Transpose(turned.Reshape(2, 3)).ToFloat64().Values.ToArray())
        );

        Tensor Bounds(Tensor values, Tensor back, Node.Map parameters)
        {
            var value = Make.Golden(values, Make.Exact) with
            {
                Family = "activations",
                Op = "softmax",
                Params = parameters,
                Inputs = Node.Map.Of(("x", values), ("upstream", back)),
                Expected = Node.Map.Of(("y", values), ("grad_x", values)),
            };
            return Tolerance.Of(value, value.Expected, Precision.Float32)[output].Fail;
        }
    }

    [Test]
    public void A_dense_layer_of_whole_numbers_is_exact()
    {
        var value = DenseCase(["integers"]);
        var bounds = Tolerance.Of(value, Truth(value), Precision.Float32);
        Assert.That(bounds["y"].Fail[0], Is.Zero);
        Assert.That(bounds["y"].Policy, Is.EqualTo("integers"));
    }

    [Test]
    public void A_dense_bound_follows_the_sizes_that_are_summed_not_the_sum()
    {
        var value = DenseCase([]);
        var bound = Tolerance.Of(value, Truth(value), Precision.Float32)["y"];
        // 3*1 - 3*1 + 0: the sum is 0, what is summed is 6, of 2 products and a bias.
        Assert.That(bound.Fail[0], Is.EqualTo(3 * 6 * U32).Within(1).Percent);
    }

    [Test]
    public void In_float64_the_bounds_are_those_of_float32_times_2_to_the_minus_29()
    {
        var value = DenseCase([]);
        var single = Tolerance.Of(value, Truth(value), Precision.Float32)["grad_x"].Fail[0];
        var twice = Tolerance.Of(value, Truth(value), Precision.Float64)["grad_x"].Fail[0];
        Assert.That(twice / single, Is.EqualTo(Math.ScaleB(1, -29)).Within(1).Percent);
    }

    [Test]
    public void A_relu_that_may_flip_is_bounded_by_its_jump()
    {
        var sure = ActivationBounds.Of(new Activation.Relu(), [0.5], [1e-7], [3], Single);
        var unsure = ActivationBounds.Of(new Activation.Relu(), [1e-8], [1e-7], [3], Single);
        Assert.That(sure.GBound[0], Is.Zero);
        Assert.That(unsure.GBound[0], Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public void Softmax_of_large_logits_is_bounded_by_their_distance_and_a_probability_of_0_by_nothing_else()
    {
        var near = ActivationBounds.Of(new Activation.Softmax(), [0, 0.1], [0, 0], [0, 0], Single);
        var far = ActivationBounds.Of(new Activation.Softmax(), [0, 40], [0, 0], [0, 0], Single);
        Assert.That(near.YBound[0] / near.Y[0], Is.EqualTo(U32 * 10.1).Within(1).Percent);
        Assert.That(far.YBound[0] / far.Y[0], Is.EqualTo(U32 * 50).Within(1).Percent);
        var gone = ActivationBounds.Of(
            new Activation.Softmax(),
            [-1e30, 0],
            [0, 0],
            [0, 0],
            Single
        );
        Assert.That(gone.YBound[0], Is.EqualTo(Single.Eta));
    }

    [Test]
    public void Adam_may_be_off_by_what_float32_leaves_of_1_minus_beta()
    {
        var few = StepBound(new Adam(0.001, 0.5, 0.5));
        var many = StepBound(new Adam(0.001));
        Assert.That(many / few, Is.GreaterThan(5));
        // Still far below the step itself.
        Assert.That(many, Is.LessThan(0.001 * 1e-3));
    }

    [Test]
    public void Accuracies_of_a_fit_may_differ_by_1_row_in_1000_and_by_none_below()
    {
        var value = ImportedCases.All.First(value => value.Id == "dev/fit/0001");
        var bounds = Tolerance.Of(value, value.Expected64!, Precision.Float32);
        Assert.That(bounds["history/accuracy"].Fail[0], Is.EqualTo(1e-6).Within(1).Percent);

        var real = ImportedCases.All.First(value => value.Id == "dev/fit_real/0001");
        var large = Tolerance.Of(real, real.Expected64!, Precision.Float32);
        Assert.That(large["history/accuracy"].Fail[0], Is.EqualTo(0.001 + 1e-5).Within(1).Percent);
        Assert.That(large["history/val_accuracy"].Fail[0], Is.EqualTo(1e-5).Within(1).Percent);
    }

    [Test]
    public void Adaptive_optimizers_may_drift_20_times_as_far()
    {
        var sgd = ImportedCases.All.First(value => value.Id == "dev/fit/0016");
        var adam = ImportedCases.All.First(value => value.Id == "dev/fit/0017");
        Assert.That(Loss(adam) / Loss(sgd), Is.EqualTo(20).Within(1).Percent);

        static double Loss(Case value) =>
            Tolerance
                .Of(value, value.Expected64!, Precision.Float32)[
                    "first_epoch_batch_logs/0/accuracy"
                ]
                .Fail[0];
    }

    [Test]
    public void A_fit_of_more_than_800_steps_has_no_bound()
    {
        var value = ImportedCases.All.First(value => value.Id == "dev/fit/0001");
        var endless = value with
        {
            Params = NodeJson
                .Parse(
                    NodeJson
                        .Text(value.Params)
                        .Replace("\"epochs\":3", "\"epochs\":300", StringComparison.Ordinal)
                )
                .AsMap(),
        };
        Assert.That(
            () => Tolerance.Of(endless, value.Expected64!, Precision.Float32),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("900 steps")
        );
    }

    [Test]
    public void An_imported_case_is_held_to_its_float64_by_the_rule_of_its_file()
    {
        var value = ImportedCases.All.First(value => value.Id == "dev/losses/0001");
        var bound = Tolerance.Of(value)["sum"];
        Assert.That(bound.Policy, Is.EqualTo("imported"));
        Assert.That(
            bound.Fail[0],
            Is.EqualTo(1e-6 * value.Expected64!["sum"].AsNumber()).Within(1).Percent
        );
        Assert.That(bound.Warn![0], Is.LessThanOrEqualTo(bound.Fail[0]));
    }

    [Test]
    public void Where_float32_decides_its_own_value_is_due()
    {
        var value = ImportedCases.All.First(value => value.Id == "dev/losses/0041");
        var outputs = new Runner(new PlainBackend()).Run(value);
        Assert.That(new Judge().Verdict(value, outputs).IsBad, Is.False);
        var wrong = outputs with { Outputs = value.Expected64! };
        Assert.That(new Judge().Verdict(value, wrong).Kind, Is.EqualTo(VerdictKind.Failed));
    }

    [Test]
    public void Scaler_statistics_are_held_to_60_digits()
    {
        var value = ImportedCases.All.First(value => value.Id == "dev/scaler/0004");
        var result = new Runner(new PlainBackend()).Run(value);
        Assert.That(
            new Judge().Verdict(value, result).Outputs.Select(output => output.Path),
            Does.Contain("var_ (60 digits)")
        );
        // The file's rule alone would let this pass.
        var variance = result.Outputs["var_"].AsTensor().ToFloat64().Values.ToArray();
        variance[0] += 5e-10;
        var spoilt = result with
        {
            Outputs = Node.Map.Of(
                result.Outputs.Entries.Select(entry =>
                    (entry.Key, entry.Key == "var_" ? (Node)Tensor.Vector(variance) : entry.Value)
                )
            ),
        };
        Assert.That(new Judge().Verdict(value, spoilt).Kind, Is.EqualTo(VerdictKind.Failed));
    }

    [Test]
    public void Float32_rows_of_a_scaler_are_held_to_float32_and_its_statistics_to_float64()
    {
        var value = ImportedCases.All.First(value =>
            value.Family == "scaler"
            && value.DType == ElementType.Float32
            && value.Expected64 is not null
        );
        var bounds = Imported.Bounds(value);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(bounds["transformed"].Policy, Is.EqualTo("imported"));
            Assert.That(bounds["inverse_of_transformed"].Policy, Is.EqualTo("imported"));
            Assert.That(bounds["mean_"].Policy, Is.EqualTo("imported_float64"));
            Assert.That(bounds["n_samples_seen_"].Policy, Is.EqualTo("exact"));
        }
    }

    [Test]
    public void Every_bound_that_is_given_has_an_entry()
    {
        var policies = Fixtures
            .All.Where(value => !value.ExpectsRefusal && value.Family != "onnx")
            .SelectMany(value =>
                value.Bounds?.Values
                ?? Tolerance.Of(value, Imported.Reference(value), Precision.Float32).Values
            )
            .Select(bound => bound.Policy)
            .Distinct();
        Assert.That(policies, Is.SubsetOf(Tolerance.Entries.Keys));
    }

    private static double SquaredBound(float[] labels, float[] predictions) =>
        SampleBounds.Of(
            new Losses.MeanSquaredError(),
            Tensor.Create(labels, 1, 2),
            Tensor.Create(predictions, 1, 2),
            Single
        )[0]!
            .Value
            .Bound;

    private static double StepBound(Optimizer optimizer) =>
        OptimizerBounds.Weights(
            optimizer,
            [
                [1e-6],
            ],
            [
                [
                    [1.0],
                ],
            ],
            [
                [
                    [1e-6 - 0.001],
                ],
            ],
            [0.001],
            Single
        )[0][0][0];

    private static Case DenseCase(string[] tags) =>
        new()
        {
            Id = "dense/dense/made",
            Family = "dense",
            Op = "dense",
            DType = ElementType.Float32,
            Inputs = Node.Map.Of(
                ("x", Tensor.Create([3f, -3f], 1, 2)),
                ("kernel", Tensor.Create([1f, 1f], 2, 1)),
                ("bias", Tensor.Vector([0f])),
                ("upstream", Tensor.Create([0.7f], 1, 1))
            ),
            Expected = Node.Map.Of(("y", new Node.Null()), ("grad_x", new Node.Null())),
            Source = "test",
            Tags = tags,
        };

    private static Node.Map Truth(Case value) => new Runner(new PlainBackend()).Run(value).Outputs;
}
