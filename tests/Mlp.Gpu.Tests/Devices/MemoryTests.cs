using System.Runtime.CompilerServices;
using Mlp.Native;

namespace Mlp.Gpu.Tests.Devices;

/// <summary>Memory of a device that is full, or that is asked for more than an int counts.</summary>
public sealed class MemoryTests
{
    [Test]
    public void What_nothing_refers_to_any_more_makes_room_for_what_is_asked()
    {
        var device = new FullDevice(Gpu.Device) { Memory = 4000 };
        Forget(device, values: 600);

        using var next = new DeviceArray<float>(device, 500);

        Assert.That(device.Used, Is.EqualTo(2000));
    }

    [Test]
    public void Rows_of_which_one_part_does_not_fit_leave_nothing_behind()
    {
        var problem = Problem.Classes(20, [3, 4]);
        var device = new FullDevice(Gpu.Device);
        using var model = (NativeModel)
            Gpu.Backend.Compile(problem.Model, problem.Compile, problem.Weights);
        var plan = model.TrainingPlan(problem.Rows, classWeight: null, batchSize: 5);
        new ResidentPass<float>(device, plan, problem.Compile.Loss).Dispose();

        var refused = 0;
        for (device.BuffersLeft = 0; Refuses(); device.BuffersLeft = ++refused)
        {
            Assert.That(device.Used, Is.Zero, $"after {refused} buffers");
        }

        // Inputs, labels, scales and figures at the least.
        Assert.That(refused, Is.GreaterThanOrEqualTo(4));

        bool Refuses()
        {
            try
            {
                new ResidentPass<float>(device, plan, problem.Compile.Loss).Dispose();
                return false;
            }
            catch (DeviceException)
            {
                return true;
            }
        }
    }

    [Test]
    public void A_device_that_was_full_when_its_kernels_were_wanted_has_them_later()
    {
        var device = new FullDevice(Gpu.Device) { BuffersLeft = 0 };
        var kernels = new DeviceKernels(device, file => KernelSource.For("opencl", file));
        Assert.Throws<DeviceException>(() => kernels.Of<float>());

        device.BuffersLeft = null;

        Assert.That(kernels.Of<float>().Device, Is.SameAs(device));
    }

    [Test]
    public void Values_of_more_bytes_than_an_int_counts_go_in_pieces()
    {
        const int Count = (int.MaxValue / sizeof(float)) + 10;
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes <= sizeof(float) * (long)Count)
        {
            Assert.Ignore("The memory that .NET may take here holds no array of 2 GiB.");
        }

        var device = new Counter(Gpu.Device);
        var values = new float[Count];

        using var array = DeviceArray<float>.Of(device, values);
        array.Read(values.AsSpan(), 0);

        (long, long)[] expected = [(0, 1 << 30), (1 << 30, 1 << 30), (2L << 30, 36)];
        Assert.That(device.Written, Is.EqualTo(expected));
        Assert.That(device.Asked, Is.EqualTo(expected));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(IDevice device, int values) =>
        _ = new DeviceArray<float>(device, values);

    // Counts what it is given in place of keeping it.
    private sealed class Counter(IDevice device) : DeviceAround(device)
    {
        public List<(long At, long Bytes)> Written { get; } = [];

        public List<(long At, long Bytes)> Asked { get; } = [];

        public override DeviceBuffer Allocate(long bytes) => base.Allocate(1);

        public override void Write(DeviceBuffer target, long offset, ReadOnlySpan<byte> source) =>
            Written.Add((offset, source.Length));

        public override void Read(DeviceBuffer source, long offset, Span<byte> target) =>
            Asked.Add((offset, target.Length));
    }
}
