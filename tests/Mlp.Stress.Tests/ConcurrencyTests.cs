using Mlp.Conformance;

namespace Mlp.Stress.Tests;

/// <summary>What is allowed from many threads at once gives the bits of one call after the other.</summary>
internal sealed class ConcurrencyTests
{
    private const int Threads = 16;

    // Large enough that the team of the CPU is wanted by everyone, and only one has it.
    private static readonly Problem Large = Problem.Classes([100, 100, 50], rows: 128);
    private static readonly Problem Small = Problem.Classes([7, 9], rows: 20);

    [Test]
    public void Many_threads_ask_one_model(
        [ValueSource(typeof(Stressed), nameof(Stressed.Predicting))] string name
    )
    {
        var problem = name.StartsWith("gpu", StringComparison.Ordinal) ? Small : Large;
        using var model = problem.Start(Stressed.Backend(name));
        var trains = name != "ort";
        if (trains)
        {
            model.Fit(problem.Rows, Problem.Fit(1, 16));
        }

        var (outputs, weights) = (
            Bits.Of(model.Predict(problem.Rows.X)),
            Bits.Of(model.GetWeights())
        );
        var few = Bits.Of(model.Predict(problem.Rows.X.Slice(0, 3)));
        var figures = trains ? Bits.Of(model.Evaluate(problem.Rows)) : [];
        AtOnce(
            (_, _) =>
            {
                Assert.That(Bits.Of(model.Predict(problem.Rows.X)), Is.EqualTo(outputs));
                Assert.That(Bits.Of(model.Predict(problem.Rows.X.Slice(0, 3))), Is.EqualTo(few));
                Assert.That(Bits.Of(model.GetWeights()), Is.EqualTo(weights));
                if (trains)
                {
                    Assert.That(Bits.Of(model.Evaluate(problem.Rows)), Is.EqualTo(figures));
                }
            },
            times: Stressed.IsLong ? 500 : 20
        );
    }

    [Test]
    public void Many_threads_train_models_of_their_own_on_the_same_rows(
        [ValueSource(typeof(Stressed), nameof(Stressed.Training))] string name
    )
    {
        var backend = Stressed.Backend(name);
        var problem = name.StartsWith("gpu", StringComparison.Ordinal) ? Small : Large;
        var expected = Train();
        AtOnce(
            (_, _) => Assert.That(Train(), Is.EqualTo(expected)),
            times: Stressed.IsLong ? 50 : 2
        );

        long[] Train()
        {
            using var model = problem.Start(backend);
            var history = model.Fit(
                problem.Rows,
                Problem.Fit(3, 64) with
                {
                    Validation = problem.Rows,
                }
            );
            return
            [
                .. Bits.Of(model.GetWeights()),
                .. history.Epochs.SelectMany(epoch => Bits.Of(epoch.Logs)),
                .. Bits.Of(model.Predict(problem.Rows.X)),
            ];
        }
    }

    [Test]
    public void Many_threads_make_backends_of_their_own()
    {
        var expected = Train();
        AtOnce(
            (_, _) => Assert.That(Train(), Is.EqualTo(expected)),
            times: Stressed.IsLong ? 50 : 2
        );

        static long[] Train()
        {
            using var model = Large.Start(new Native.CpuBackend());
            model.Fit(Large.Rows, Problem.Fit(1, 64));
            return Bits.Of(model.GetWeights());
        }
    }

    // Cases of all families, each thread beginning at another.
    [Test]
    public void Many_threads_run_operations([Values("cpu", "torch:cpu", "gpu:opencl")] string name)
    {
        var runner = new Runner(Stressed.Backend(name));
        Case[] cases =
        [
            .. Fixtures
                .All.Where(value => value.Family != "fit_real")
                .Where((_, i) => i % (Stressed.IsLong ? 7 : 60) == 0),
        ];
        string[] expected = [.. cases.Select(value => ResultFile.ToJson(runner.Run(value)))];
        AtOnce(
            (thread, _) =>
            {
                for (var i = 0; i < cases.Length; i++)
                {
                    var place = (i + (thread * cases.Length / Threads)) % cases.Length;
                    Assert.That(
                        ResultFile.ToJson(runner.Run(cases[place])),
                        Is.EqualTo(expected[place])
                    );
                }
            },
            times: Stressed.IsLong ? 20 : 1
        );
        Stressed.Tell($"{name}: {cases.Length} cases on {Threads} threads");
    }

    /// <summary>Runs something on all threads at once, and fails where one of them does.</summary>
    internal static void AtOnce(Action<int, int> act, int times)
    {
        using var start = new System.Threading.Barrier(Threads);
        var failed = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, Threads)
                .Select(thread => new Thread(() =>
                {
                    start.SignalAndWait();
                    try
                    {
                        for (var time = 0; time < times && failed.IsEmpty; time++)
                        {
                            using (
                                new NUnit.Framework.Internal.TestExecutionContext.IsolatedContext()
                            )
                            {
                                act(thread, time);
                            }
                        }
                    }
                    catch (Exception exception)
                    {
                        failed.Enqueue(exception);
                    }
                })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.That(failed, Is.Empty);
    }
}
