using Conform.Training;
using Mlp;
using Mlp.Data;
using Mlp.Native;
using Mlp.TorchSharp;

namespace Conform.Tests;

/// <summary>Both backends on the real data, from the same weights in the same row order.</summary>
public class RealTrainingTests
{
    private const int Steps = 800;

    // tolerances.md: whole fits with SGD of at most 800 steps, relative to max(1, |expected|).
    private const double Policy = 1e-5;

    [TestCase("fashion-mnist")]
    [TestCase("california-housing")]
    public void The_running_loss_of_the_first_800_steps_agrees_batch_by_batch(string name)
    {
        Assume.That(
            name == "fashion-mnist" ? FashionMnist.IsAvailable() : CaliforniaHousing.IsAvailable(),
            $"{name} is not here; set MLP_DATA."
        );
        var walkthrough = Walkthrough.Load(name, null);

        var native = RunningLosses(new CpuBackend(), walkthrough);
        var torch = RunningLosses(new TorchBackend(), walkthrough);

        Assert.That(native, Has.Count.EqualTo(Steps));
        Assert.That(torch, Has.Count.EqualTo(Steps));
        Assert.That(native, Is.Unique, "losses that do not move prove nothing");
        var gaps = native
            .Zip(torch, (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(b)))
            .ToArray();
        TestContext.Out.WriteLine(
            $"largest gap {gaps.Max():E2} at step {Array.IndexOf(gaps, gaps.Max())}"
        );
        Assert.That(gaps.Max(), Is.LessThanOrEqualTo(Policy));
    }

    private static List<double> RunningLosses(IBackend backend, Walkthrough walkthrough)
    {
        const int Seed = 1;
        var (train, _, _) = walkthrough.Split(Seed);
        using var model = backend.Compile(
            walkthrough.Model,
            walkthrough.Compile,
            InitialWeights.Create(walkthrough.Model, Seed, Precision.Float32)
        );
        var listener = new Listener();
        while (listener.Losses.Count < Steps)
        {
            // Housing has 363 steps an epoch: running means start afresh with each.
            model.Fit(
                train,
                new()
                {
                    RowOrder = new SeededRowOrder(Seed + listener.Losses.Count),
                    Callbacks = [listener],
                }
            );
        }

        return listener.Losses;
    }

    private sealed class Listener : Callback
    {
        public List<double> Losses { get; } = [];

        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs)
        {
            Losses.Add(logs["loss"]);
            if (Losses.Count == Steps)
            {
                training.Stop();
            }
        }
    }
}
