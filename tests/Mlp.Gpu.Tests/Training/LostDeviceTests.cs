using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Training;

/// <summary>A device that fails in the middle of a chunk of steps: what was trained before stays.</summary>
public sealed class LostDeviceTests
{
    // Of a chunk of three steps; each takes several launches, so that the second step has begun.
    private const int Launches = 12;

    private static readonly Problem Problem = Problem.Classes(200, [7, 5], optimizer: new Adam());

    [Test]
    public void A_lost_device_leaves_the_last_whole_chunk()
    {
        var device = new FaultyDevice(Gpu.Device) { IsLostThen = true };
        using var model = Compile(device);
        var plan = Begin(model);
        model.RunSteps(plan, 0, 3, new(Problem.Compile));
        var before = model.GetTrainingState();

        device.LaunchesLeft = Launches;
        Assert.Throws<DeviceException>(() => model.RunSteps(plan, 3, 6, new(Problem.Compile)));

        AreEqual(model.GetTrainingState(), before);
        var again = Assert.Throws<DeviceException>(() => model.Predict(Problem.Rows.X));
        Assert.That(again!.Message, Does.Contain("was lost").And.Contain("save the model"));
        Assert.Throws<DeviceException>(() => model.RunSteps(plan, 3, 4, new(Problem.Compile)));
    }

    [Test]
    public void What_a_lost_device_left_is_trained_on_elsewhere_as_if_nothing_had_happened()
    {
        var device = new FaultyDevice(Gpu.Device) { IsLostThen = true };
        using var model = Compile(device);
        var plan = Begin(model);
        model.RunSteps(plan, 0, 3, new(Problem.Compile));
        device.LaunchesLeft = Launches;
        Assert.Throws<DeviceException>(() => model.RunSteps(plan, 3, 6, new(Problem.Compile)));

        using var next = (NativeModel)
            Gpu.Backend.Compile(Problem.Model, Problem.Compile, Problem.Weights);
        next.SetTrainingState(model.GetTrainingState());
        Run(next, 3);

        AreEqual(next.GetTrainingState(), Uninterrupted());
    }

    [Test]
    public void A_lost_device_takes_no_state_and_what_it_left_stays()
    {
        var device = new FaultyDevice(Gpu.Device) { IsLostThen = true };
        using var model = Compile(device);
        var first = model.GetTrainingState();
        var plan = Begin(model);
        model.RunSteps(plan, 0, 3, new(Problem.Compile));
        var before = model.GetTrainingState();
        device.LaunchesLeft = 0;
        Assert.Throws<DeviceException>(() => model.Predict(Problem.Rows.X));

        // The first of them is what finds out that the device is lost.
        Assert.Throws<DeviceException>(() => model.SetWeights(first.Weights));
        var again = Assert.Throws<DeviceException>(() => model.SetTrainingState(first));

        Assert.That(again!.Message, Does.Contain("was lost").And.Contain("save the model"));
        AreEqual(model.GetTrainingState(), before);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void A_chunk_that_failed_on_a_device_that_lives_is_undone_and_can_be_run_again(
        bool lacksKernel
    )
    {
        var device = new FaultyDevice(Gpu.Device) { LacksKernelThen = lacksKernel };
        using var model = Compile(device);
        var plan = Begin(model);
        model.RunSteps(plan, 0, 3, new(Problem.Compile));
        device.LaunchesLeft = Launches;
        Assert.That(
            () => model.RunSteps(plan, 3, 6, new(Problem.Compile)),
            lacksKernel
                ? Throws.InstanceOf<NotSupportedException>()
                : Throws.InstanceOf<DeviceException>()
        );

        Run(model, 3);

        AreEqual(model.GetTrainingState(), Uninterrupted());
    }

    private static TrainingState Uninterrupted()
    {
        using var model = Compile(new FaultyDevice(Gpu.Device));
        Run(model, 0);
        return model.GetTrainingState();
    }

    private static NativeModel Compile(FaultyDevice device) =>
        (NativeModel)
            new GpuBackend(
                "gpu:opencl",
                new DeviceKernels(device, file => KernelSource.For("opencl", file))
            ).Compile(Problem.Model, Problem.Compile, Problem.Weights);

    private static EpochPlan Begin(NativeModel model)
    {
        var plan = model.TrainingPlan(Problem.Rows, classWeight: null, batchSize: 32);
        model.Begin(plan);
        return plan;
    }

    // All steps from that one on; the rates of a plan are those of the steps of the model.
    private static void Run(NativeModel model, int first)
    {
        var plan = model.TrainingPlan(Problem.Rows, classWeight: null, batchSize: 32);
        model.Begin(plan);
        plan.FirstStep -= first;
        model.RunSteps(plan, first, plan.Steps, new(Problem.Compile));
    }

    private static void AreEqual(TrainingState actual, TrainingState expected)
    {
        Assert.That(actual.Steps, Is.EqualTo(expected.Steps));
        Bits.AreEqual([.. actual.Weights], [.. expected.Weights], "weights");
        Assert.That(actual.Slots.Keys, Is.EquivalentTo(expected.Slots.Keys));
        foreach (var (name, values) in actual.Slots)
        {
            Bits.AreEqual([.. values], [.. expected.Slots[name]], name);
        }
    }
}
