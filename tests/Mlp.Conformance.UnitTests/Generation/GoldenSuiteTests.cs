using System.Globalization;
using System.Text.RegularExpressions;
using Mlp.Conformance.Generation;
using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Generation;

public class GoldenSuiteTests
{
    private static readonly Case[] Suite = [.. GoldenSuite.Cases()];

    // What a family has grown to; it may grow further, never shrink.
    private static readonly Dictionary<string, int> Floors = new()
    {
        ["losses"] = 235,
        ["loss_gradients"] = 182,
        ["weighted_losses"] = 112,
        ["refusals"] = 39,
        ["activations"] = 286,
        ["dense"] = 156,
        ["onehot_argmax"] = 77,
        ["optimizers"] = 161,
        ["lr_schedules"] = 39,
        ["metrics"] = 182,
        ["history"] = 43,
        ["predict"] = 84,
        ["scaler"] = 71,
        ["splits"] = 61,
        ["fit"] = 280,
        ["fit_real"] = 4,
    };

    [Test]
    public void Every_id_names_one_case() => Assert.That(Suite.Select(c => c.Id), Is.Unique);

    [Test]
    public void An_id_is_family_operation_and_what_is_special()
    {
        foreach (var c in Suite)
        {
            Assert.That(c.Id, Does.Match(@"^[a-z_]+/[A-Za-z_]+/[a-z0-9_]+$"));
            Assert.That(c.Id, Does.StartWith($"{c.Family}/{c.Op}/"));
        }
    }

    [Test]
    public void Every_family_but_the_imported_one_has_its_floor_of_cases()
    {
        var counts = Suite
            .GroupBy(c => c.Family)
            .ToDictionary(group => group.Key, group => group.Count());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts.Keys, Is.EqualTo(Families.All.Where(family => family != "onnx")));
            foreach (var (family, floor) in Floors)
            {
                Assert.That(counts[family], Is.AtLeast(floor), family);
            }
        }
    }

    [Test]
    public void The_suite_is_the_same_at_every_call() =>
        Assert.That(GoldenSuite.Cases().Select(Write), Is.EqualTo(Suite.Select(Write)));

    // The figures stand in written fixtures: whoever changes them gives old ids new meanings.
    [Test]
    public void Draws_never_change()
    {
        var draw = new Draw("losses/example/n3", ElementType.Float64);
        var values = draw.Normal(1, 2).ToFloat64().Values.ToArray();
        Assert.That(values, Is.EqualTo([0.6817890076128492, 1.2351745155948564]));
        Assert.That(draw.Integer(0, 1000), Is.EqualTo(769));
    }

    [Test]
    public void Other_ids_draw_other_numbers() =>
        Assert.That(
            new Draw("losses/a", ElementType.Float64).Normal(1, 1)[0],
            Is.Not.EqualTo(new Draw("losses/b", ElementType.Float64).Normal(1, 1)[0])
        );

    [Test]
    public void Normals_have_mean_0_and_deviation_1()
    {
        var values = new Draw("moments", ElementType.Float64)
            .Normal(1, 20000)
            .ToFloat64()
            .Values.ToArray();
        Assert.That(values.Average(), Is.EqualTo(0).Within(0.03));
        Assert.That(values.Average(value => value * value), Is.EqualTo(1).Within(0.05));
    }

    [Test]
    public void Reals_of_a_float32_case_are_exact_floats()
    {
        foreach (var c in Suite.Where(c => c.DType == ElementType.Float32 && !c.ExpectsRefusal))
        {
            foreach (var (path, leaf) in c.Inputs.Leaves())
            {
                var exact = leaf switch
                {
                    Node.OfTensor tensor => tensor.Value.Type != ElementType.Float64,
                    Node.Number number => (float)number.Value == number.Value,
                    _ => true,
                };
                Assert.That(exact, $"{c.Id}: {path}");
            }
        }
    }

    [Test]
    public void Reals_of_a_float64_case_are_not_rounded_to_float32()
    {
        var drawn = Suite
            .Where(c => c.DType == ElementType.Float64)
            .SelectMany(c => c.Inputs.Leaves())
            .Select(entry => entry.Leaf)
            .OfType<Node.OfTensor>()
            .Select(node => node.Value);
        Assert.That(drawn.Any(tensor => tensor.Type == ElementType.Float32), Is.False);
        Assert.That(
            drawn.Any(tensor =>
                Values(tensor).Any(value => (float)value != value && !double.IsNaN(value))
            )
        );
    }

    [Test]
    public void Every_case_wants_something_or_must_be_refused() =>
        Assert.That(
            Suite.Where(c => !c.ExpectsRefusal && c.Expected.Entries.Count == 0).Select(c => c.Id),
            Is.Empty
        );

    [Test]
    public void A_refusal_is_tagged_so() =>
        Assert.That(
            Suite.Where(c => c.ExpectsRefusal != c.Tags.Contains("refusal")).Select(c => c.Id),
            Is.Empty
        );

    // 1: nothing beside it; 7, 8, 9: around a vector of eight; 65: four of sixteen and a tail.
    [Test]
    public void Rows_and_columns_of_every_size_around_vector_widths_occur(
        [ValueSource(typeof(Golden), nameof(Golden.Sizes))] int size,
        [Values(
            "losses",
            "weighted_losses",
            "dense",
            "metrics",
            "onehot_argmax",
            "scaler",
            "optimizers"
        )]
            string family
    )
    {
        var shapes = Tensors(family).Select(tensor => tensor.Shape).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shapes.Any(shape => shape.Count > 0 && shape[0] == size), "rows");
            // These weigh, count or average rows; their columns are those of other families.
            Assert.That(
                shapes.Any(shape => shape.Count > 1 && shape[1] == size)
                    || family is "weighted_losses" or "metrics",
                "columns"
            );
        }
    }

    [Test]
    public void Predictions_with_equal_largest_values_occur(
        [Values("losses", "metrics")] string family
    ) =>
        Assert.That(
            Of(family)
                .Where(c => c.Tags.Contains("ties"))
                .Any(c => HasTiedMaximum(c.Inputs["y_pred"].AsTensor()))
        );

    // Whoever sums over the wrong axis, or takes a kernel for its transpose, gets the right shape there.
    [Test]
    public void Square_kernels_and_batches_as_large_as_a_layer_occur()
    {
        var shapes = Of("dense")
            .Where(c => !c.ExpectsRefusal)
            .Select(c => (x: c.Inputs["x"].AsTensor(), kernel: c.Inputs["kernel"].AsTensor()))
            .ToArray();
        Assert.That(shapes.Any(c => c.kernel.Rows == c.kernel.RowLength && c.kernel.Rows > 1));
        Assert.That(shapes.Any(c => c.x.Rows == c.kernel.RowLength && c.x.Rows > 1));
    }

    [Test]
    public void Vectors_against_vectors_occur(
        [Values("losses", "loss_gradients", "metrics")] string family
    ) =>
        Assert.That(
            Of(family)
                .Any(c =>
                    c.Inputs["y_true"].AsTensor().Rank == 1
                    && c.Inputs["y_pred"].AsTensor().Rank == 1
                )
        );

    [Test]
    public void NaN_occurs(
        [Values(
            "losses",
            "loss_gradients",
            "weighted_losses",
            "refusals",
            "activations",
            "dense",
            "onehot_argmax",
            "optimizers",
            "metrics",
            "history",
            "predict",
            "scaler",
            "fit"
        )]
            string family
    ) => Assert.That(Tensors(family).Any(tensor => Values(tensor).Any(double.IsNaN)));

    [Test]
    public void Infinities_of_either_sign_occur(
        [Values("losses", "activations", "onehot_argmax", "scaler")] string family
    )
    {
        Assert.That(Tensors(family).Any(tensor => Values(tensor).Any(double.IsPositiveInfinity)));
        Assert.That(Tensors(family).Any(tensor => Values(tensor).Any(double.IsNegativeInfinity)));
    }

    [Test]
    public void Zero_all_zero_and_negative_weights_occur(
        [Values("weighted_losses", "metrics", "history")] string family
    )
    {
        var weights = Of(family)
            .Where(c =>
                c.Inputs.TryGet("sample_weight", out _) || c.Inputs.TryGet("weights", out _)
            )
            .Select(c =>
                Values(
                        c.Inputs[
                                c.Family == "history" && c.Op == "running_mean"
                                    ? "weights"
                                    : "sample_weight"
                            ]
                            .AsTensor()
                    )
                    .ToArray()
            )
            .ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(weights.Any(w => w.Contains(0) && w.Any(value => value > 0)), "zero");
            Assert.That(weights.Any(w => w.All(value => value == 0)), "all zero");
            Assert.That(weights.Any(w => w.Any(value => value < 0)), "negative");
        }
    }

    [Test]
    public void Weights_of_shape_n_1_occur(
        [Values("weighted_losses", "metrics", "fit")] string family
    ) =>
        Assert.That(
            Of(family)
                .Any(c =>
                    c.Inputs.TryGet("sample_weight", out var weights)
                    && weights.AsTensor().Rank == 2
                )
        );

    [Test]
    public void Batches_whose_last_is_smaller_occur(
        [Values("fit", "history", "metrics", "fit_real")] string family
    ) =>
        Assert.That(
            Of(family)
                .Any(c =>
                    Batch(c) is { } batch
                    && Rows(c) is { } rows
                    && rows > batch
                    && rows % batch != 0
                )
        );

    [Test]
    public void Batch_losses_of_07_and_05_are_shown_as_their_mean()
    {
        var c = Suite.Single(c => c.Id == "history/running_mean/two_batches");
        Assert.That(Values(c.Inputs["values"].AsTensor()), Is.EqualTo([0.7f, 0.5f]));
        Assert.That(Values(c.Inputs["weights"].AsTensor()), Is.EqualTo([1, 1]));
    }

    [Test]
    public void No_training_takes_more_than_40_steps()
    {
        foreach (var c in Of("fit").Where(c => !c.ExpectsRefusal))
        {
            var steps = (Rows(c)!.Value + Batch(c)!.Value - 1) / Batch(c)!.Value;
            Assert.That(steps * c.Params["fit"].AsMap()["epochs"].AsInteger(), Is.AtMost(40), c.Id);
        }
    }

    [Test]
    public void What_rows_weigh_is_the_exact_product_of_class_and_sample_weight()
    {
        var both = Suite.Where(c => c.Inputs.TryGet("user_sample_weight", out _)).ToArray();
        Assert.That(both, Is.Not.Empty);
        foreach (var c in both)
        {
            var product = Values(c.Inputs["class_sample_weight"].AsTensor())
                .Zip(
                    Values(c.Inputs["user_sample_weight"].AsTensor()),
                    (byClass, own) => byClass * own
                );
            Assert.That(Values(c.Inputs["sample_weight"].AsTensor()), Is.EqualTo(product), c.Id);
        }
    }

    // Whether nothing is rounded is seen by computing in float32 what was computed in float64.
    [Test]
    public void What_is_called_exact_is_exact_in_float32(
        [Values("dense", "optimizers", "fit")] string family
    )
    {
        var runner = new Runner(new PlainBackend());
        var cases = Fixtures.Of(family).Where(c => c.Tags.Contains("integers")).ToArray();
        Assert.That(cases, Has.Length.AtLeast(40));
        foreach (var c in cases)
        {
            Assert.That(c.Bounds!.Values.Select(bound => bound.Policy), Is.All.EqualTo("integers"));
            Assert.That(
                new Judge().Verdict(c, runner.Run(c)).Kind,
                Is.EqualTo(VerdictKind.Passed),
                c.Id
            );
        }
    }

    [Test]
    public void Subnormal_inputs_occur_where_nothing_is_rounded(
        [Values("dense", "optimizers")] string family,
        [ValueSource(typeof(Golden), nameof(Golden.BothTypes))] ElementType type
    )
    {
        var normal = Math.ScaleB(1, type == ElementType.Float64 ? -1022 : -126);
        Assert.That(
            Of(family)
                .Where(c => c.Tags.Contains("integers") && c.DType == type)
                .SelectMany(c => c.Inputs.Leaves())
                .Select(entry => entry.Leaf)
                .OfType<Node.OfTensor>()
                .Any(node =>
                    Values(node.Value).Any(value => value != 0 && Math.Abs(value) < normal)
                )
        );
    }

    [Test]
    public void Every_activation_loss_optimizer_and_schedule_is_asked_for()
    {
        var ops = Suite.Where(c => !c.ExpectsRefusal).Select(c => c.Op).ToHashSet();
        Assert.That(
            ops,
            Is.SupersetOf(
                new[]
                {
                    "linear",
                    "relu",
                    "leaky_relu",
                    "elu",
                    "selu",
                    "gelu",
                    "silu",
                    "softplus",
                    "sigmoid",
                    "tanh",
                    "softmax",
                    "log_softmax",
                    "sparse_categorical_crossentropy",
                    "categorical_crossentropy",
                    "binary_crossentropy",
                    "mean_squared_error",
                    "mean_absolute_error",
                    "SGD",
                    "Adam",
                    "RMSprop",
                    "ExponentialDecay",
                    "PiecewiseConstantDecay",
                    "PolynomialDecay",
                    "InverseTimeDecay",
                    "CosineDecay",
                    "top_k_categorical_accuracy",
                    "sparse_top_k_categorical_accuracy",
                    "root_mean_squared_error",
                    "running_mean",
                    "fit_history",
                    "compile_evaluate",
                }
            )
        );
    }

    [Test]
    public void Real_data_are_named_by_file_hash_and_rows()
    {
        foreach (var data in Of("fit_real").Select(c => c.Params["data"].AsMap()))
        {
            Assert.That(
                data["sha256"].AsList().Select(hash => hash.AsText()),
                Is.All.Matches<string?>(hash => Regex.IsMatch(hash!, "^[0-9a-f]{64}$"))
            );
            Assert.That(data["sha256"].AsList(), Has.Count.EqualTo(data["files"].AsList().Count));
            Assert.That(
                data["train_rows"].AsList()[0].AsNumber(),
                Is.LessThan(data["train_rows"].AsList()[1].AsNumber())
            );
        }
    }

    private static IEnumerable<Case> Of(string family) => Suite.Where(c => c.Family == family);

    private static IEnumerable<Tensor> Tensors(string family) =>
        Of(family)
            .SelectMany(c => c.Inputs.Leaves())
            .Select(entry => entry.Leaf)
            .OfType<Node.OfTensor>()
            .Select(node => node.Value);

    private static IEnumerable<double> Values(Tensor tensor) =>
        Enumerable.Range(0, tensor.Length).Select(i => tensor[i]);

    private static bool HasTiedMaximum(Tensor predictions)
    {
        var columns = predictions.RowLength;
        return Values(predictions)
            .Chunk(columns)
            .Any(row => row.Count(value => value == row.Max()) > 1);
    }

    private static int? Batch(Case c) =>
        c.Params.TryGet("batch_size", out var direct) ? direct.AsInteger()
        : c.Params.TryGet("fit", out var fit)
            ? (fit.AsMap().TryGet("batch_size", out var batch) ? batch.AsInteger() : 32)
        : null;

    private static int? Rows(Case c) =>
        c.Inputs.TryGet("x", out var x) ? x.AsTensor().Rows
        : c.Inputs.TryGet("y_true", out var y) ? y.AsTensor().Rows
        : c.Params.TryGet("data", out var data)
            ? data.AsMap()["train_rows"].AsList()[1].AsInteger()
                - data.AsMap()["train_rows"].AsList()[0].AsInteger()
        : null;

    private static string Write(Case c) =>
        string.Join(
            '\n',
            new[]
            {
                c.Id,
                c.Family,
                c.Op,
                c.DType.ToString(),
                c.Notes,
                string.Join(',', c.Tags),
            }.Concat(
                new[] { c.Params, c.Inputs, c.Expected }
                    .SelectMany(map => map.Leaves())
                    .Select(entry => $"{entry.Path}={Write(entry.Leaf)}")
            )
        );

    private static string Write(Node leaf) =>
        leaf is Node.OfTensor { Value: var tensor }
            ? $"{tensor}:{string.Join(',', Values(tensor).Select(value => BitConverter.DoubleToInt64Bits(value).ToString(CultureInfo.InvariantCulture)))}"
            : leaf.ToString();
}
