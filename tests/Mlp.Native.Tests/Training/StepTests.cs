using Mlp.Losses;
using Mlp.Optimizers;

namespace Mlp.Native.Tests;

/// <summary>A step of training is what the single operations say it is.</summary>
public sealed class StepTests
{
    [Test]
    public void A_fused_step_is_the_composition_of_operations([Values] Precision precision)
    {
        var problem = Problem.Classes(precision, rows: 31, inputs: 33, hidden: [17]);
        var operations = new CpuBackend().Operations;
        using var model = problem.Start();
        var w = problem.Weights;
        var (x, y) = (problem.Rows.X, problem.Rows.Y);
        var hidden = operations.DenseForward("relu", x, w[0], w[1]);
        var logits = operations.DenseForward("linear", hidden, w[2], w[3]);
        var loss = new SparseCategoricalCrossentropy(FromLogits: true);
        var slope = operations.LossGradient(loss, y, logits);
        var second = operations.DenseBackward("linear", hidden, w[2], w[3], slope);
        var first = operations.DenseBackward("relu", x, w[0], w[1], second.X);
        var gradients = new Weights(first.Kernel, first.Bias, second.Kernel, second.Bias);
        var expected = operations.Optimize(problem.Compile.Optimizer, w, [gradients]);

        var logs = model.TrainOnBatch(problem.Rows);

        Bits.AreEqual(model.GetWeights(), expected.WeightsAfterStep[0]);
        Assert.That(logs["loss"], Is.EqualTo(operations.Loss(loss, y, logits)[0]).Within(1e-7));
    }

    [Test]
    public void A_kept_gradient_moves_weights_as_a_fused_one_does()
    {
        // A clip that never bites is all that keeps the gradient.
        var problem = Problem.Classes(rows: 64, hidden: [33, 17], optimizer: new Sgd(0.1));
        using var fused = problem.Start();
        using var kept = problem.With(new Sgd(0.1) { ClipValue = 1e30 }).Start();
        var fit = new FitSpec { Epochs = 3, BatchSize = 10 };

        fused.Fit(problem.Rows, fit);
        kept.Fit(problem.Rows, fit);

        Bits.AreEqual(kept.GetWeights(), fused.GetWeights());
    }

    private static IEnumerable<TestCaseData> Heads()
    {
        (string Activation, Loss Loss)[] heads =
        [
            ("softmax", new SparseCategoricalCrossentropy()),
            ("softmax", new CategoricalCrossentropy(LabelSmoothing: 0.1)),
            ("sigmoid", new BinaryCrossentropy()),
            ("sigmoid", new MeanSquaredError()),
            ("sigmoid", new CategoricalCrossentropy()),
            ("softmax", new MeanSquaredError(Reduction.Sum)),
            ("softmax", new BinaryCrossentropy()),
            ("linear", new SparseCategoricalCrossentropy(FromLogits: true)),
            ("linear", new CategoricalCrossentropy(FromLogits: true)),
            ("log_softmax", new MeanAbsoluteError()),
            ("tanh", new MeanSquaredError(Reduction.MeanWithSampleWeight)),
            ("softmax", new SparseCategoricalCrossentropy(IgnoreClass: 1)),
        ];
        return heads.Select(head =>
            new TestCaseData(head.Activation, head.Loss).SetArgDisplayNames(
                head.Activation,
                head.Loss.ToString()
            )
        );
    }

    [TestCaseSource(nameof(Heads))]
    public void A_step_goes_down_the_slope_of_the_loss(string activation, Loss loss)
    {
        const double Rate = 1e-3;
        var draw = new Draw(1);
        var model = new ModelSpec([
            new Input(4),
            new Dense(5, "softmax"),
            new Dense(6, "gelu"),
            new Dense(3, activation),
        ]);
        var rows = new Samples(
            draw.Values(Precision.Float64, 6, 4),
            loss is SparseCategoricalCrossentropy
                ? draw.Classes(3, 6)
                : draw.Between(0, 1, Precision.Float64, 6, 3),
            draw.Between(0, 2, Precision.Float64, 6)
        );
        var compile = new CompileSpec(loss, new Sgd(Rate)) { Precision = Precision.Float64 };
        var weights = draw.Weights(model, Precision.Float64);
        using var trained = new CpuBackend().Compile(model, compile, weights);

        trained.TrainOnBatch(rows);

        var after = trained.GetWeights();
        for (var v = 0; v < weights.Count; v++)
        {
            for (var i = 0; i < weights[v].Length; i += 3)
            {
                var slope = CentralDifference.At(moved => LossAt(v, moved), weights[v], i);
                Assert.That((weights[v][i] - after[v][i]) / Rate, Is.EqualTo(slope).Within(1e-7));
            }
        }

        double LossAt(int variable, Tensor value)
        {
            Tensor[] all = [.. weights];
            all[variable] = value;
            trained.SetWeights(new(all));
            return trained.Evaluate(rows)["loss"];
        }
    }

    [Test]
    public void A_step_tells_of_loss_and_metrics_before_it()
    {
        var problem = Problem.Classes();
        using var model = problem.Start();
        var before = model.Evaluate(problem.Rows, batchSize: 33);

        var logs = model.TrainOnBatch(problem.Rows);

        Assert.That(logs.ToArray(), Is.EqualTo(before.ToArray()));
        Assert.That(model.Evaluate(problem.Rows)["loss"], Is.LessThan(logs["loss"]));
    }

    // A lane of padding has gradient 0: without epsilon, 0 / 0. Tanh hands what is in it down to the layer before.
    [Test]
    public void Lanes_of_padding_count_in_no_norm([Values] Precision precision)
    {
        Optimizer[] rules = [new Adam(epsilon: 0), new RmsProp(epsilon: 0)];
        foreach (var rule in rules)
        {
            var problem = Problem.Classes(precision, hidden: [5, 18], activation: "tanh");

            var weights = AfterSteps(problem.With(rule));

            // Limits that no norm reaches change nothing.
            Bits.AreEqual(AfterSteps(problem.With(rule with { ClipNorm = 1e6 })), weights);
            Bits.AreEqual(AfterSteps(problem.With(rule with { GlobalClipNorm = 1e6 })), weights);
            Assert.That(weights.SelectMany(w => w.ToFloat64().Values.ToArray()), Has.None.NaN);
        }

        static Weights AfterSteps(Problem problem)
        {
            using var model = problem.Start();
            model.Fit(problem.Rows, new FitSpec { Epochs = 2, BatchSize = 11 });
            return model.GetWeights();
        }
    }

#if !MUTATION // threads and allocations are not mutated, and waits take long
    [Test]
    public void Steps_allocate_nothing()
    {
        Optimizer[] optimizers = [new Sgd(), new Adam() { GlobalClipNorm = 1 }];
        foreach (var optimizer in optimizers)
        {
            var problem = Problem
                .Classes(rows: 128, inputs: 300, hidden: [150, 33])
                .With(optimizer);
            foreach (var threads in new[] { 1, 2 })
            {
                var engine = new CpuEngine<float, Lanes128<float>>(
                    problem.Model,
                    problem.Compile,
                    problem.Weights,
                    Team.Of(threads),
                    ZeroInputs.Skip
                );
                var plan = new EpochPlan(
                    PreparedRows.Of(problem.Rows, null, Precision.Float32),
                    BatchSize: 2,
                    WatchedMetric.All(problem.Model, problem.Compile, problem.Rows.Y)
                )
                {
                    Rates = Enumerable.Repeat(0.01, 64).ToArray(),
                };
                var totals = new Totals(problem.Compile);
                engine.RunSteps(plan, 0, 64, totals);

                // What the runtime does once, when a thread first sleeps, is not in the least of three.
                var least = Enumerable
                    .Range(0, 3)
                    .Min(_ => Allocated(() => engine.RunSteps(plan, 0, 64, totals)));

                Assert.That(least, Is.Zero, $"{optimizer.Name}, {threads} threads");
            }
        }

        static long Allocated(Action action)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
#endif
}
