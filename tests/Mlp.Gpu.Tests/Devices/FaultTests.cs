using System.Diagnostics;
using Mlp.Native;

namespace Mlp.Gpu.Tests.Devices;

/// <summary>What goes wrong on a device is said in one clear error, and the process lives on.</summary>
public sealed class FaultTests
{
    [Test]
    public void A_kernel_that_does_not_compile_shows_the_log_with_file_and_line()
    {
        var error = Assert.Throws<DeviceException>(() =>
            Gpu.Changed("return x <= R(0.0) ? R(0.0) : x;", "return y;")
                .Operations.Activate("relu", new float[] { 1 })
        );

        Assert.That(
            error!.Message,
            Does.Contain("does not compile").And.Contain("activations/relu.c:6")
        );
    }

    [Test]
    public void A_buffer_beyond_what_the_device_takes_is_refused_and_the_next_one_is_not()
    {
        var device = Gpu.Device;
        var error = Assert.Throws<DeviceException>(() =>
            device.Allocate(device.Limits.BufferBytes + 1)
        );

        Assert.That(
            error!.Message,
            Does.Contain(device.Limits.Name).And.Contain("take a smaller batch")
        );
        using var next = device.Allocate(1024);
        Assert.That(next.Bytes, Is.EqualTo(1024));
    }

    [Test]
    public void A_batch_beyond_what_an_array_holds_is_refused_in_words()
    {
        var error = Assert.Throws<DeviceException>(() =>
            DeviceMatrix<float>.WithOnes(Gpu.Device, 1 << 20, 1 << 12)
        );

        Assert.That(error!.Message, Does.Contain("take a smaller batch"));
    }

    [Test]
    public void A_batch_of_more_groups_than_a_launch_takes_is_refused_in_words()
    {
        var narrow = new LimitedDevice(Gpu.Device, Gpu.Device.Limits with { GroupsDown = 1 });
        var problem = Problem.Classes(60, [3, 4]);
        using var model = (NativeModel)
            new GpuBackend(
                "gpu:opencl",
                new DeviceKernels(narrow, file => KernelSource.For("opencl", file))
            ).Compile(problem.Model, problem.Compile, problem.Weights);

        Assert.That(
            () => Step(batchSize: 60),
            Throws
                .InstanceOf<NotSupportedException>()
                .With.Message.Contains("a product of 60 rows")
                .And.Message.Contains("take a smaller batch")
        );
        Assert.That(() => Step(batchSize: 10), Throws.Nothing);

        void Step(int batchSize)
        {
            var plan = model.TrainingPlan(problem.Rows, classWeight: null, batchSize);
            model.Begin(plan);
            model.RunSteps(plan, 0, 1, new(problem.Compile));
        }
    }

    [Test]
    public void Copies_beyond_a_buffer_are_refused()
    {
        var device = Gpu.Device;
        using var buffer = device.Allocate(8);

        Assert.Throws<ArgumentOutOfRangeException>(() => device.Write(buffer, 4, new byte[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => device.Read(buffer, 8, new byte[1]));
    }

    [Test]
    public void A_disposed_model_says_so_and_gives_its_memory_back()
    {
        var problem = Problem.Classes(8, [4]);
        var model = Gpu.Backend.Compile(problem.Model, problem.Compile, problem.Weights);
        model.Dispose();

        Assert.Throws<ObjectDisposedException>(() => model.GetWeights());
    }

    [TestCase("1", 1)]
    [TestCase("pocl", 0)]
    [TestCase("H200", 1)]
    public void A_device_is_found_by_number_or_part_of_its_name(string asked, int place) =>
        Assert.That(GpuDevices.Index(asked, ["PoCL on a CPU", "NVIDIA H200"]), Is.EqualTo(place));

    [TestCase("7", "has no such number")]
    [TestCase("radeon", "has no such name")]
    [TestCase("n", "fits several")]
    public void A_device_that_is_not_there_is_refused_with_those_there_are(string asked, string why)
    {
        var error = Assert.Throws<ArgumentException>(() =>
            GpuDevices.Index(asked, ["PoCL on an Intel", "NVIDIA H200"])
        );

        Assert.That(error!.Message, Does.Contain(why).And.Contain("1: NVIDIA H200"));
    }

    [Test]
    public void Without_an_NVIDIA_driver_CUDA_is_absent_in_one_line()
    {
        if (CudaLibraries.HasDriver)
        {
            Assert.Ignore("There is a driver.");
        }

        Assert.That(
            () => new GpuBackend("gpu:cuda"),
            Throws
                .InstanceOf<NotSupportedException>()
                .With.Message.EqualTo("no NVIDIA driver is installed (libcuda.so.1).")
        );
    }

    [Test]
    public void Without_a_driver_tests_are_skipped_by_name_and_counted(
        [Values(null, "libthere-is-none.so")] string? driver
    )
    {
        // A driver that fails to load is none.
        var none = Directory.CreateTempSubdirectory("no-drivers");
        if (driver is not null)
        {
            File.WriteAllText(Path.Combine(none.FullName, "broken.icd"), driver);
        }

        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "Mlp.Gpu.Tests"),
            ["--filter", $"Name~{nameof(Copies_beyond_a_buffer_are_refused)}"]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment["OCL_ICD_VENDORS"] = none.FullName;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        none.Delete(recursive: true);

        Assert.That(output, Does.Contain("gpu:opencl is absent: ").And.Contain("skipped: 1"));
    }

    [Test]
    public void An_unknown_backend_names_the_nearest() =>
        Assert.That(
            () => new GpuBackend("gpu:opencll"),
            Throws.ArgumentException.With.Message.Contains("gpu:opencl")
        );
}
