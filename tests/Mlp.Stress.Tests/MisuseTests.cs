using Mlp.Optimizers;

namespace Mlp.Stress.Tests;

/// <summary>What must not be done at once is refused, and leaves the model as it is.</summary>
internal sealed class MisuseTests
{
    // Of an optimizer that remembers nothing, so that every backend gives and takes the state.
    private static readonly Problem Small = Problem.Classes([7, 9], rows: 40, new Sgd(0.1));

    [Test]
    public void Nothing_else_is_done_to_a_model_that_trains_on_another_thread(
        [ValueSource(typeof(Stressed), nameof(Stressed.Training))] string name
    )
    {
        var backend = Stressed.Backend(name);
        using var undisturbed = Small.Start(backend);
        undisturbed.Fit(Small.Rows, Problem.Fit(3, 10));
        using var model = Small.Start(backend);
        using var meet = new Meeting();

        var training = Task.Run(() => model.Fit(Small.Rows, Problem.Fit(3, 10, meet)));
        meet.Begun.Wait();
        foreach (var (call, act) in Calls(model))
        {
            Assert.That(
                act,
                Throws
                    .TypeOf<InvalidOperationException>()
                    .With.Message.Contains(call)
                    .And.Message.Contains("Fit"),
                call
            );
        }

        Assert.That(
            model.Dispose,
            Throws.TypeOf<InvalidOperationException>().With.Message.Contains("Fit")
        );
        meet.GoOn.Set();
        training.Wait();
        Assert.That(Bits.Of(model.GetWeights()), Is.EqualTo(Bits.Of(undisturbed.GetWeights())));
    }

    [Test]
    public void A_callback_may_read_and_set_weights_and_nothing_else(
        [ValueSource(typeof(Stressed), nameof(Stressed.Training))] string name
    )
    {
        var backend = Stressed.Backend(name);
        using var undisturbed = Small.Start(backend);
        undisturbed.Fit(Small.Rows, Problem.Fit(3, 10));
        using var model = Small.Start(backend);
        var seen = new List<string>();

        model.Fit(
            Small.Rows,
            Problem.Fit(
                3,
                10,
                new Within(() =>
                {
                    foreach (var (call, act) in Calls(model))
                    {
                        try
                        {
                            act();
                            seen.Add(call);
                        }
                        catch (InvalidOperationException refusal)
                            when (refusal.Message.Contains("callback", StringComparison.Ordinal))
                        {
                            seen.Add($"{call} refused");
                        }
                    }

                    Assert.That(model.Dispose, Throws.TypeOf<InvalidOperationException>());
                })
            )
        );

        Assert.That(
            seen.Distinct(),
            Is.EquivalentTo(
                new[]
                {
                    "Fit refused",
                    "TrainOnBatch refused",
                    "SetTrainingState refused",
                    "Predict",
                    "Evaluate",
                    "GetWeights",
                    "GetTrainingState",
                    "SetWeights",
                }
            )
        );
        Assert.That(Bits.Of(model.GetWeights()), Is.EqualTo(Bits.Of(undisturbed.GetWeights())));
    }

    // Whatever comes in between: each call is done whole or not at all.
    [Test]
    public void Calls_from_many_threads_are_done_or_refused(
        [ValueSource(typeof(Stressed), nameof(Stressed.Training))] string name
    )
    {
        var backend = Stressed.Backend(name);
        using var model = Small.Start(backend);
        var batch = new Samples(Small.Rows.X.Slice(0, 10), Small.Rows.Y.Slice(0, 10));
        var (trained, refused, read) = (0, 0, 0);
        ConcurrencyTests.AtOnce(
            (thread, time) =>
            {
                try
                {
                    switch ((thread + time) % 4)
                    {
                        case 0:
                            model.Predict(batch.X);
                            Interlocked.Increment(ref read);
                            break;
                        case 1:
                            model.GetTrainingState();
                            Interlocked.Increment(ref read);
                            break;
                        default:
                            model.TrainOnBatch(batch);
                            Interlocked.Increment(ref trained);
                            break;
                    }
                }
                catch (InvalidOperationException)
                {
                    Interlocked.Increment(ref refused);
                }
            },
            times: Stressed.IsLong ? 2_000 : 100
        );

        using var alone = Small.Start(backend);
        for (var i = 0; i < trained; i++)
        {
            alone.TrainOnBatch(batch);
        }

        Stressed.Tell($"{name}: {trained} steps and {read} readings done, {refused} calls refused");
        Assert.That(model.GetTrainingState().Steps, Is.EqualTo(trained));
        Assert.That(Bits.Of(model.GetWeights()), Is.EqualTo(Bits.Of(alone.GetWeights())));
    }

    [Test]
    public void A_model_that_was_disposed_of_says_so(
        [ValueSource(typeof(Stressed), nameof(Stressed.Training))] string name
    )
    {
        var model = Small.Start(Stressed.Backend(name));
        var weights = model.GetWeights();
        var state = model.GetTrainingState();
        model.Dispose();
        model.Dispose();
        foreach (var (call, act) in Calls(model, weights, state))
        {
            Assert.That(act, Throws.TypeOf<ObjectDisposedException>(), call);
        }
    }

    // A worker that is thrown out of a meeting would leave the others waiting for ever.
    [Test]
    public void A_thread_that_is_interrupted_while_it_trains_ends_at_a_whole_step()
    {
        var problem = Problem.Classes([100, 100, 50], rows: 640);
        for (var round = 0; round < (Stressed.IsLong ? 200 : 8); round++)
        {
            using var model = problem.Start(new Native.CpuBackend());
            var thread = new Thread(() =>
            {
                try
                {
                    model.Fit(problem.Rows, Problem.Fit(4, 64));
                    Thread.Sleep(Timeout.Infinite);
                }
                catch (ThreadInterruptedException)
                {
                    // As it is told, once it waits for something else than its fellows.
                }
            });
            thread.Start();
            while (thread.IsAlive)
            {
                thread.Interrupt();
                thread.Join(TimeSpan.FromMilliseconds(round % 4));
            }

            var state = model.GetTrainingState();
            Assert.That(state.Steps, Is.InRange(0, 40));
            using var alone = problem.Start(new Native.CpuBackend());
            alone.Fit(problem.Rows, Problem.Fit(4, 64, new StopAfter(state.Steps)));
            Assert.That(
                state.Steps == 0 ? Bits.Of(problem.Weights) : Bits.Of(alone.GetWeights()),
                Is.EqualTo(Bits.Of(state.Weights))
            );
        }
    }

    private static IEnumerable<(string Call, Action Act)> Calls(
        IModel model,
        Weights? weights = null,
        TrainingState? state = null
    )
    {
        yield return ("Fit", () => model.Fit(Small.Rows, Problem.Fit(1, 10)));
        yield return ("TrainOnBatch", () => model.TrainOnBatch(Small.Rows));
        yield return ("Predict", () => model.Predict(Small.Rows.X));
        yield return ("Evaluate", () => model.Evaluate(Small.Rows));
        yield return ("GetWeights", () => model.GetWeights());
        yield return ("GetTrainingState", () => model.GetTrainingState());
        yield return ("SetWeights", () => model.SetWeights(weights ?? Own()));
        yield return ("SetTrainingState", () => model.SetTrainingState(state ?? Fresh()));

        // What it has already, where it may be read: nothing is to change.
        Weights Own()
        {
            try
            {
                return model.GetWeights();
            }
            catch (InvalidOperationException)
            {
                return Small.Weights;
            }
        }

        static TrainingState Fresh()
        {
            using var other = Small.Start(new Native.CpuBackend());
            return other.GetTrainingState();
        }
    }

    private sealed class Meeting : Callback, IDisposable
    {
        public ManualResetEventSlim Begun { get; } = new();

        public ManualResetEventSlim GoOn { get; } = new();

        public override void OnEpochEnd(ITraining training, EpochRecord epoch)
        {
            Begun.Set();
            GoOn.Wait();
        }

        public void Dispose()
        {
            Begun.Dispose();
            GoOn.Dispose();
        }
    }

    private sealed class Within(Action act) : Callback
    {
        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs) =>
            act();

        public override void OnEpochEnd(ITraining training, EpochRecord epoch) => act();
    }

    private sealed class StopAfter(long steps) : Callback
    {
        private long done;

        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs)
        {
            if (++done >= steps)
            {
                training.Stop();
            }
        }
    }
}
