using System.Runtime.CompilerServices;

namespace Mlp.Stress.Tests;

/// <summary>Nothing is held that is not used any more. <c>STRESS=long</c>: 10,000 fits and predicts and 100,000 steps of every backend.</summary>
internal sealed class LeakTests
{
    private static readonly Problem Small = Problem.Classes([7, 9], rows: 20);

    [Test]
    public void Fits_and_predicts_leave_nothing(
        [ValueSource(typeof(Stressed), nameof(Stressed.Training))] string name
    )
    {
        var backend = Stressed.Backend(name);
        Growth.IsFlat(
            $"{name}, a model made, fitted, evaluated, asked and disposed of",
            Stressed.Times(name, 10_000),
            () =>
            {
                using var model = Small.Start(backend);
                model.Fit(
                    Small.Rows,
                    Problem.Fit(epochs: 1, batchSize: 10) with
                    {
                        Validation = Small.Rows,
                    }
                );
                model.Evaluate(Small.Rows, 8);
                model.Predict(Small.Rows.X, 8);
                model.SetWeights(model.GetWeights());
            }
        );
    }

    [Test]
    public void Steps_leave_nothing(
        [ValueSource(typeof(Stressed), nameof(Stressed.Training))] string name
    )
    {
        var backend = Stressed.Backend(name);
        using var model = Small.Start(backend);
        const int StepsOfFit = 20;
        Growth.IsFlat(
            $"{name}, {StepsOfFit} steps of one model",
            (Stressed.Times(name, 100_000)) / StepsOfFit,
            () => model.Fit(Small.Rows, Problem.Fit(epochs: 10, batchSize: 10))
        );
    }

    [Test]
    public void Predicts_of_one_model_leave_nothing(
        [ValueSource(typeof(Stressed), nameof(Stressed.Predicting))] string name
    )
    {
        var backend = Stressed.Backend(name);
        using var model = Small.Start(backend);
        Growth.IsFlat(
            $"{name}, predict",
            Stressed.Times(name, 10_000),
            () => model.Predict(Small.Rows.X)
        );
    }

    [Test]
    public void Models_that_nobody_disposes_of_are_freed(
        [ValueSource(typeof(Stressed), nameof(Stressed.Training))] string name
    )
    {
        var backend = Stressed.Backend(name);
        Forget();
        var before = Growth.Look();
        var models = new List<WeakReference>();
        for (var i = 0; i < (Stressed.IsLong ? 1_000 : 50); i++)
        {
            models.Add(Forget());
        }

        var after = Growth.Look();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(models.Count(model => model.IsAlive), Is.Zero, "models");
            Assert.That(
                (after.Tensors, after.Buffers),
                Is.EqualTo((before.Tensors, before.Buffers))
            );
        }

        // A call of its own: whoever makes a model may hold it until it returns.
        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference Forget()
        {
            var model = Small.Start(backend);
            model.Fit(Small.Rows, Problem.Fit(epochs: 1, batchSize: 10));
            return new(model);
        }
    }

    // A training that is refused, cancelled or ended by a callback frees what it had begun with.
    [Test]
    public void Trainings_that_fail_leave_nothing(
        [ValueSource(typeof(Stressed), nameof(Stressed.Training))] string name
    )
    {
        var backend = Stressed.Backend(name);
        Growth.IsFlat(
            $"{name}, a training ended by an exception",
            Stressed.Times(name, 10_000),
            () =>
            {
                using var model = Small.Start(backend);
                Assert.That(
                    () => model.Fit(Small.Rows, Problem.Fit(2, 10, new Thrower())),
                    Throws.TypeOf<NotImplementedException>()
                );
            }
        );
    }

    private sealed class Thrower : Callback
    {
        public override void OnEpochEnd(ITraining training, EpochRecord epoch) =>
            throw new NotImplementedException();
    }
}
