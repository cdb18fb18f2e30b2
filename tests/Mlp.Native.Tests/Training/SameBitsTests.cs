using Mlp.Optimizers;

namespace Mlp.Native.Tests;

/// <summary>Neither the path nor the number of threads changes a bit of a training.</summary>
public sealed class SameBitsTests
{
    // Large enough to be shared out: more than two million operations a step.
    private static readonly TestCaseData[] Networks =
    [
        new(new[] { 257, 301, 129, 33 }, new Sgd(0.01), Precision.Float32),
        new(new[] { 701, 31, 33, 31, 1 }, new Sgd(0.01), Precision.Float64),
        new(new[] { 1003, 15, 17 }, new Adam() { GlobalClipNorm = 0.5 }, Precision.Float32),
        new(new[] { 16, 700, 16 }, new RmsProp() { ClipNorm = 0.1 }, Precision.Float64),
    ];

    [TestCaseSource(nameof(Networks))]
    public void Every_path_and_thread_count_gives_the_same_weights_history_and_predictions(
        int[] sizes,
        Optimizer optimizer,
        Precision precision
    )
    {
        var hidden = sizes[1..];
        var problem = Problem
            .Classes(precision, rows: 75, sizes[0], hidden, "softplus")
            .With(optimizer);
        var expected = Train(new CpuBackend(threads: 1));
        foreach (var name in CpuBackend.Available.Skip(1))
        {
            foreach (var threads in new[] { 1, 2, 3, 4, 8 })
            {
                var (weights, losses, predictions) = Train(CpuBackend.OfThreads(threads, name));
                Bits.AreEqual(weights, expected.Weights, $"{name} {threads}");
                Bits.AreEqual(losses, expected.Losses, $"{name} {threads}");
                Bits.AreEqual(predictions, expected.Predictions, $"{name} {threads}");
            }
        }

        (Weights Weights, Tensor Losses, Tensor Predictions) Train(CpuBackend backend)
        {
            using var model = problem.Start(backend);
            var fit = new FitSpec
            {
                Epochs = 2,
                BatchSize = 43,
                Validation = problem.Rows,
            };
            var history = model.Fit(problem.Rows, fit);
            return (
                model.GetWeights(),
                Tensor.Vector([.. history["loss"], .. history["val_loss"], .. history["accuracy"]]),
                model.Predict(problem.Rows.X)
            );
        }
    }

    // The last layer by rows or by columns, and for many rows with its weights turned; 200 by 700 floats are more than the second cache is asked to keep.
    [TestCase(150, 3)]
    [TestCase(150, 40)]
    [TestCase(64, 40)]
    [TestCase(200, 3)]
    // More than two blocks of gradients.
    [TestCase(2500, 3)]
    public void Neither_do_many_rows_nor_many_classes_change_a_bit(int batchSize, int classes)
    {
        var problem = Problem.Classes(
            rows: Math.Max(210, batchSize),
            inputs: 700,
            hidden: [50, 35],
            activation: "tanh",
            classes: classes
        );
        var expected = Train(new CpuBackend(threads: 1));
        foreach (var name in CpuBackend.Available.Skip(1))
        {
            foreach (var threads in new[] { 1, 2, 3, 8 })
            {
                Bits.AreEqual(
                    Train(CpuBackend.OfThreads(threads, name)),
                    expected,
                    $"{name} {threads}"
                );
            }
        }

        Weights Train(CpuBackend backend)
        {
            using var model = problem.Start(backend);
            model.Fit(problem.Rows, new FitSpec { Epochs = 2, BatchSize = batchSize });
            return model.GetWeights();
        }
    }

    // Plain SGD moves weights as the last block of rows is summed; where gradients are clipped, they are kept first.
    [Test]
    public void Weights_move_by_the_gradient_of_all_blocks_of_rows()
    {
        var problem = Problem.Classes(rows: 2500, inputs: 7, hidden: [19]);

        Bits.AreEqual(Train(new Sgd(0.1)), Train(new Sgd(0.1) { ClipValue = 1e30 }));

        Weights Train(Optimizer optimizer)
        {
            using var model = problem.With(optimizer).Start(new CpuBackend());
            model.Fit(problem.Rows, new FitSpec { Epochs = 2, BatchSize = 2500 });
            return model.GetWeights();
        }
    }

    [Test]
    public void What_once_was_not_a_number_leaves_nothing_behind()
    {
        var problem = Problem.Classes(rows: 32, hidden: [17, 21], activation: "softmax");
        using var model = problem.Start();
        model.SetWeights(Endless(problem.Weights));
        model.Fit(problem.Rows, new FitSpec { BatchSize = 32 });
        Assert.That(model.GetWeights()[0][0], Is.NaN);

        model.SetWeights(problem.Weights);
        model.Fit(problem.Rows, new FitSpec { BatchSize = 32 });

        using var fresh = problem.Start();
        fresh.Fit(problem.Rows, new FitSpec { BatchSize = 32 });
        Bits.AreEqual(model.GetWeights(), fresh.GetWeights());

        static Weights Endless(Weights weights)
        {
            var last = weights[^2].ToFloat32();
            var values = last.Values.ToArray();
            values[0] = float.PositiveInfinity;
            return new([
                .. weights.SkipLast(2),
                Tensor.Create(values, [.. last.Shape]),
                weights[^1],
            ]);
        }
    }

    [Test]
    public void A_hidden_softmax_is_shared_out_too()
    {
        var problem = Problem.Classes(
            rows: 64,
            inputs: 300,
            hidden: [100, 33],
            activation: "softmax"
        );
        var alone = Train(1);

        Bits.AreEqual(Train(2), alone);
        Bits.AreEqual(Train(3), alone);

        Weights Train(int threads)
        {
            using var model = problem.Start(CpuBackend.OfThreads(threads));
            model.Fit(problem.Rows, new FitSpec { Epochs = 2, BatchSize = 64 });
            return model.GetWeights();
        }
    }

    // Nine sets of lanes, what is left out at a time, and more: 145 floats are ten, 300 are 19, 80 doubles are ten.
    [TestCase(Precision.Float32, 145, 32, false)]
    [TestCase(Precision.Float32, 300, 45, true)]
    [TestCase(Precision.Float32, 600, 64, false)]
    [TestCase(Precision.Float64, 80, 64, false)]
    [TestCase(Precision.Float64, 151, 33, true)]
    public void Inputs_that_are_0_may_be_left_out(
        Precision precision,
        int units,
        int batchSize,
        bool bytes
    )
    {
        var problem = HalfZeros(precision, rows: 150, inputs: 131, units, bytes);
        var expected = Train(new CpuBackend("cpu", 1, ZeroInputs.Dense));
        foreach (var name in CpuBackend.Available.Skip(1))
        {
            foreach (var threads in new[] { 1, 2, 3, 4, 8 })
            {
                var weights = Train(new CpuBackend(name, threads, ZeroInputs.Skip));
                Bits.AreEqual(weights, expected, $"{name} {threads}");
            }
        }

        Weights Train(CpuBackend backend)
        {
            using var model = problem.Start(backend);
            model.Fit(problem.Rows, new FitSpec { Epochs = 2, BatchSize = batchSize });
            return model.GetWeights();
        }
    }

    // Where 0 times a weight or a gradient is NaN, the whole products are due.
    [TestCase("weight", float.PositiveInfinity)]
    [TestCase("weight", 1e35f)] // Its sums overflow within a few steps.
    [TestCase("input", float.NaN)]
    [TestCase("input", float.NegativeInfinity)]
    [TestCase("rate", 1e30f)]
    public void No_input_is_left_out_where_a_number_is_not_finite(string what, float value)
    {
        var problem = HalfZeros(Precision.Float32, rows: 96, inputs: 40, units: 150, bytes: false);
        var weights = ((Tensor<float>)problem.Weights[0]).Values.ToArray();
        var inputs = ((Tensor<float>)problem.Rows.X).Values.ToArray();
        (
            what switch
            {
                "weight" => weights,
                "input" => inputs,
                _ => [0],
            }
        )[0] = value;
        problem = problem with
        {
            Weights = new([Tensor.Create(weights, 40, 150), .. problem.Weights.Skip(1)]),
            Rows = problem.Rows with { X = Tensor.Create(inputs, 96, 40) },
        };
        if (what == "rate")
        {
            problem = problem.With(new Sgd(value));
        }

        var dense = Train(ZeroInputs.Dense);

        Assert.That(((Tensor<float>)dense[0]).Values.ToArray(), Has.Some.NaN);
        Bits.AreEqual(Train(ZeroInputs.Skip), dense);

        Weights Train(ZeroInputs zeros)
        {
            using var model = problem.Start(new CpuBackend("cpu", 2, zeros));
            model.Fit(problem.Rows, new FitSpec { Epochs = 2, BatchSize = 32 });
            return model.GetWeights();
        }
    }

    // The first row makes a gradient infinite, and with it a weight that only inputs of 0 meet afterwards.
    [Test]
    public void A_gradient_that_overflows_is_not_hidden_by_a_small_rate()
    {
        const int Rows = 96;
        const int Inputs = 40;
        const int Units = 150;
        var draw = new Draw(9);
        var model = new ModelSpec([new Input(Inputs), new Dense(Units)]);
        var inputs = draw.Values(Precision.Float32, Rows, Inputs).ToFloat32().Values.ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] =
                i == 0 ? 1e5f
                : i < Inputs || i % Inputs == 0 ? 0
                : inputs[i];
        }

        var weights = new float[Rows];
        Array.Fill(weights, 1);
        weights[0] = 1e35f;
        var problem = new Problem(
            model,
            new CompileSpec("mean_squared_error", new Sgd(1e-15)),
            draw.Weights(model, Precision.Float32),
            new(
                Tensor.Create(inputs, Rows, Inputs),
                draw.Values(Precision.Float32, Rows, Units),
                Tensor.Vector(weights)
            )
        );
        var dense = Train(ZeroInputs.Dense);

        Assert.That(((Tensor<float>)dense[0]).Values.ToArray(), Has.Some.NaN);
        Bits.AreEqual(Train(ZeroInputs.Skip), dense);

        Weights Train(ZeroInputs zeros)
        {
            using var trained = (NativeModel)problem.Start(new CpuBackend("cpu", 1, zeros));
            var plan = trained.TrainingPlan(problem.Rows, classWeight: null, batchSize: 32);
            trained.Begin(plan);

            // In one run: each begins by looking at the weights.
            trained.RunSteps(plan, 0, plan.Steps, new Totals(problem.Compile));
            return trained.GetWeights();
        }
    }

    // Eight and one more, and no multiple of the lanes; a loss of each kind that takes columns.
    [TestCase("mean_squared_error", 17, 9)]
    [TestCase("mean_absolute_error", 40, 32)]
    [TestCase("binary_crossentropy", 5, 7)]
    public void One_output_in_a_straight_line_is_the_general_path(
        string loss,
        int units,
        int batchSize
    )
    {
        foreach (var precision in Enum.GetValues<Precision>())
        {
            var problem = OneOutput(precision, loss, units);
            var straight = Train(problem);

            // A clip that never bites keeps the gradient, which only the general path does.
            var general = Train(problem.With(new Sgd(0.05) { ClipValue = 1e30 }));

            Bits.AreEqual(straight.Weights, general.Weights);
            Bits.AreEqual(straight.Figures, general.Figures);
        }

        (Weights Weights, Tensor Figures) Train(Problem problem)
        {
            using var model = problem.Start(new CpuBackend(threads: 1));
            var history = model.Fit(
                problem.Rows,
                new FitSpec { Epochs = 3, BatchSize = batchSize }
            );
            return (
                model.GetWeights(),
                Tensor.Vector([.. history["loss"], .. history["mean_absolute_error"]])
            );
        }
    }

    private static Problem OneOutput(Precision precision, string loss, int units)
    {
        var model = new ModelSpec([new Input(8), new Dense(units, "tanh"), new Dense(1)]);
        var draw = new Draw(3);
        return new(
            model,
            new CompileSpec(loss, new Sgd(0.05))
            {
                Metrics = ["mean_absolute_error"],
                Precision = precision,
            },
            draw.Weights(model, precision),
            new(draw.Values(precision, 50, 8), draw.Classes(2, 50), draw.Values(precision, 50))
        );
    }

    private static Problem HalfZeros(
        Precision precision,
        int rows,
        int inputs,
        int units,
        bool bytes
    )
    {
        var problem = Problem.Classes(precision, rows, inputs, [units, 20]);
        var kept = new Draw(5).Classes(2, rows * inputs);
        Tensor x = bytes
            ? Tensor.Create(
                [.. Enumerable.Range(0, rows * inputs).Select(i => (byte)(kept[i] * (i % 256)))],
                rows,
                inputs
            )
            : Tensor
                .Create(
                    [
                        .. Enumerable
                            .Range(0, rows * inputs)
                            .Select(i => kept[i] * problem.Rows.X[i]),
                    ],
                    rows,
                    inputs
                )
                .To(precision);
        return problem with { Rows = problem.Rows with { X = x } };
    }
}
