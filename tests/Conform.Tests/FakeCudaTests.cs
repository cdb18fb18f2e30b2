using System.ComponentModel;
using Mlp.Gpu;

namespace Conform.Tests;

/// <summary>
/// <c>gpu:cuda</c> over a driver that is a fake (<c>FakeCuda/driver.c</c>): what it says of devices, of what is missing, of memory that runs out and of a
/// device that is lost. What kernels compute only an NVIDIA GPU shows.
/// </summary>
[Platform("Linux")]
public sealed class FakeCudaTests
{
    private static readonly string[] OnCuda =
    [
        "--backend",
        "gpu:cuda",
        "--id",
        "losses/mean_absolute_error/n3_k31",
    ];

    private string folder = "";

    private string Table => Path.Combine(folder, "line.csv");

    // NVRTC is looked for there, and nowhere else.
    private Dictionary<string, string?> NoNvrtc => new() { ["MLP_NVRTC"] = folder };

    [OneTimeSetUp]
    public void Compile()
    {
        folder = Directory.CreateTempSubdirectory("fake-cuda").FullName;
        File.WriteAllLines(Table, ["x,y", .. Enumerable.Range(0, 40).Select(i => $"{i},{2 * i}")]);
        try
        {
            PackedFeed.Succeed(
                Tool.Run(
                    "cc",
                    folder,
                    new Dictionary<string, string?>(),
                    "-shared",
                    "-fPIC",
                    "-o",
                    "libcuda.so.1",
                    Path.Combine(Tool.Root, "tests", "Conform.Tests", "FakeCuda", "driver.c")
                )
            );
        }
        catch (Win32Exception)
        {
            Assert.Ignore("There is no C compiler (cc) to make the fake driver.");
        }
    }

    [OneTimeTearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_device_that_may_be_either_is_refused_in_one_line_with_those_there_are()
    {
        NeedNvrtc();
        var error = Fail(2, [], ["run", .. OnCuda, "--device", "fake"]);

        Assert.That(
            error,
            Is.EqualTo(
                "Device 'fake' was asked for and fits several; give its number. There are 0: Fake A, 1: Fake B."
            )
        );
    }

    [Test]
    public void The_device_that_is_asked_for_runs_the_cases()
    {
        NeedNvrtc();
        var file = Path.Combine(folder, "devices.parquet");

        var (_, output, error) = Conform(
            [],
            ["run", .. OnCuda, "--out", file, "--device", "fake b"]
        );

        Assert.That(File.Exists(file), output + error);
        Assert.That(
            Mlp.Conformance.ResultFile.Read(file).Environments["gpu:cuda"]["device"],
            Is.EqualTo("Fake B")
        );
    }

    // CUDA_ERROR_SYSTEM_DRIVER_MISMATCH: the driver was replaced and the machine not started anew.
    [TestCase("FAKE_CUDA_INIT", "803", "does not start (CUDA error 803)")]
    [TestCase("FAKE_CUDA_REFUSES", "count", "does not start (CUDA error 2)")]
    [TestCase("FAKE_CUDA_DEVICES", "0", "has no device")]
    public void A_driver_without_use_is_said_in_one_line(string variable, string value, string what)
    {
        NeedNvrtc();
        var error = Fail(2, new() { [variable] = value }, ["run", .. OnCuda]);

        Assert.That(error, Does.StartWith($"the NVIDIA driver {what}; ").And.Contain("nvidia-smi"));
    }

    [Test]
    public void Without_NVRTC_CUDA_is_absent_in_one_line_that_says_what_to_install()
    {
        var error = Fail(2, NoNvrtc, ["run", .. OnCuda]);

        Assert.That(error, Does.Contain("no NVRTC").And.Contain("nvidia-cuda-nvrtc"));
        Assert.That(error, Does.Contain("MLP_NVRTC"));
    }

    [Test]
    public void Without_NVRTC_the_best_GPU_is_one_of_OpenCL()
    {
        try
        {
            _ = new GpuBackend("gpu:opencl");
        }
        catch (NotSupportedException absent)
        {
            Assert.Ignore($"gpu:opencl is absent: {absent.Message}");
        }

        var (exit, output, error) = Conform(
            NoNvrtc,
            ["run", "--backend", "gpu", "--id", "losses/mean_absolute_error/n3_k31"]
        );

        Assert.That(exit, Is.Zero, output + error);
    }

    [Test]
    public void Memory_that_runs_out_ends_a_training_in_one_line_that_says_what_to_do()
    {
        NeedNvrtc();
        var error = Fail(1, new() { ["FAKE_CUDA_BYTES"] = "1000" }, Train());

        Assert.That(
            error,
            Does.StartWith("Fake A: allocating ")
                .And.Contain("CUDA_ERROR_OUT_OF_MEMORY")
                .And.Contain("take a smaller batch")
        );
    }

    [TestCase]
    [TestCase("--isolate")]
    public void A_device_that_refuses_to_begin_ends_a_run_in_one_line(params string[] options)
    {
        NeedNvrtc();
        var error = Fail(
            1,
            new() { ["FAKE_CUDA_REFUSES"] = "stream" },
            ["run", .. OnCuda, .. options]
        );

        Assert.That(error, Does.StartWith("Fake A: ").And.Contain("CUDA_ERROR_OUT_OF_MEMORY"));
    }

    [Test]
    public void The_context_of_a_device_that_refuses_to_begin_is_given_back()
    {
        NeedNvrtc();
        var log = Path.Combine(folder, "refused-stream");

        Fail(
            1,
            new() { ["FAKE_CUDA_REFUSES"] = "stream", ["FAKE_CUDA_LOG"] = log },
            ["run", .. OnCuda, "--device", "1"]
        );

        Assert.That(log, Does.Exist);
        Assert.That(File.ReadAllLines(log), Is.EqualTo(["release 1"]));
    }

    [Test]
    public void Memory_that_runs_out_in_one_case_is_there_again_for_the_next()
    {
        NeedNvrtc();
        var file = Path.Combine(folder, "memory.jsonl");

        var (exit, output, error) = Conform(
            new() { ["FAKE_CUDA_BYTES"] = "4000" },
            ["run", "--backend", "gpu:cuda", "--family", "losses", "--out", file]
        );

        Assert.That(exit, Is.EqualTo(1), output + error);
        var answered = File.ReadAllLines(file)
            .Select(line => line.Contains("OUT_OF_MEMORY", StringComparison.Ordinal) ? '-' : '+')
            .ToArray();
        Assert.That(new string(answered), Does.Contain("-+"));
    }

    [Test]
    public void A_device_lost_in_a_training_ends_it_in_one_line_and_what_was_saved_stays_of_use()
    {
        NeedNvrtc();
        var model = Path.Combine(folder, "line.safetensors");

        var error = Fail(
            1,
            new() { ["FAKE_CUDA_LAUNCHES"] = "60" },
            [.. Train(), "--epochs", "1000", "--save", model]
        );

        Assert.That(
            error,
            Does.StartWith("Fake A: ")
                // Counted by kernels, it is lost in the middle of a step.
                .And.Contain("running kernels 'gather' to 'weights_gradient' failed")
                .And.Contain("CUDA_ERROR_LAUNCH_FAILED")
                .And.Contain("only a new process gets it back")
                .And.Match($"line.safetensors keeps epochs 1 to [0-9]+; --resume .* goes on")
        );
        PackedFeed.Succeed(Conform([], ["predict", model, Table, "--rows", "2"]));
    }

    // Of 24 rows, 9 a step.
    [TestCase("sgd", "", " gather head")]
    [TestCase("adam", " update(7,8,9)", " gather head update")]
    public void A_training_queues_a_graph_a_step_and_sets_only_what_has_changed(
        string optimizer,
        string update,
        string changed
    )
    {
        NeedNvrtc();
        var log = Log([], "--epochs", "2", "--optimizer", optimizer);

        // Each with the nodes that it needs: no gradient of weights needs another.
        const string Step =
            " gather() forward(0) forward(1) forward(2) head(3) inputs_gradient(4) inputs_gradient(5)"
            + " weights_gradient(6) weights_gradient(6) weights_gradient(6)";
        string[] expected =
        [
            $"graph 0:{Step}{update}",
            "launch 0 from row 0:",
            $"launch 0 from row 9:{changed}",
            // The last batch is smaller: other grids.
            $"graph 1:{Step}{update}",
            "launch 1 from row 18:",
            $"launch 0 from row 0:{changed}",
            $"launch 0 from row 9:{changed}",
            // Of a batch at the same place as before only the rate of Adam is another.
            $"launch 1 from row 18:{changed.Replace(" gather head", "")}",
            "free 0",
            "free 1",
        ];
        Assert.That(log.Where(line => !line.StartsWith("kernel")), Is.EqualTo(expected));
    }

    // Of 1,500 rows 1,100 a step, more than one block of gradients has, and then 400.
    [TestCase("sgd", "", "")]
    [TestCase("adam", " update(7)", " update(5,6)")]
    public void Blocks_of_gradients_are_added_once_all_of_them_are_there(
        string optimizer,
        string afterBlocks,
        string update
    )
    {
        NeedNvrtc();
        var (table, log) = (Path.Combine(folder, "long.csv"), Path.Combine(folder, "blocks"));
        File.Delete(log);
        File.WriteAllLines(
            table,
            ["x,y", .. Enumerable.Range(0, 2500).Select(i => $"{i},{i % 7}")]
        );

        PackedFeed.Succeed(
            Conform(
                new() { ["FAKE_CUDA_LOG"] = log },
                [
                    .. Train(table),
                    "--hidden",
                    "5",
                    "--batch-size",
                    "1100",
                    "--epochs",
                    "1",
                    "--optimizer",
                    optimizer,
                ]
            )
        );

        const string Gradients = " weights_gradient(4) weights_gradient(4)";
        Assert.That(
            File.ReadAllLines(log).Where(line => line.StartsWith("graph")),
            Is.EqualTo([
                $"graph 0: gather() forward(0) forward(1) head(2) inputs_gradient(3){Gradients} add_blocks(5,6){afterBlocks}",
                $"graph 1: gather() forward(0) forward(1) head(2) inputs_gradient(3){Gradients}{update}",
            ])
        );
    }

    [Test]
    public void A_driver_older_than_graphs_takes_the_kernels_of_a_step_one_by_one()
    {
        NeedNvrtc();
        var log = Log(new() { ["FAKE_CUDA_DRIVER"] = "11030" }, "--epochs", "1");

        Assert.That(log, Has.All.StartWith("kernel "));
        // Three steps of three layers.
        Assert.That(log, Has.Exactly(3 * 3).EqualTo("kernel weights_gradient"));
    }

    // Weights of 82 KB, and of Adam's state twice as much; each is kept twice, so that one copy is always whole.
    [Test]
    public void Memory_that_a_training_copies_through_is_locked_and_given_back()
    {
        NeedNvrtc();
        var log = Log([], "--epochs", "2", "--optimizer", "adam", "--hidden", "200,100");

        foreach (var bytes in (int[])[82_404, 164_808])
        {
            Assert.That(log, Has.Exactly(2).EqualTo($"lock {bytes}"));
            Assert.That(log, Has.Exactly(2).EqualTo($"unlock {bytes}"));
        }
    }

    [Test]
    public void Where_no_memory_can_be_locked_a_training_goes_on_without()
    {
        NeedNvrtc();
        var log = Log(
            new() { ["FAKE_CUDA_REFUSES"] = "lock" },
            "--epochs",
            "1",
            "--hidden",
            "200,100"
        );

        Assert.That(log, Has.Exactly(2).EqualTo("lock 82404"));
        Assert.That(log, Has.Exactly(3).StartsWith("launch "));
        Assert.That(log, Has.None.StartsWith("unlock "));
    }

    // A kernel is looked for when it is first wanted: the last of them when the rest of the step has been noted.
    [TestCase("weights_gradient", "finding kernel 'weights_gradient'", 0)]
    [TestCase("create", "making a graph of kernels 'gather' to 'weights_gradient'", 0)]
    [TestCase("add", "adding kernel 'gather' to a graph", 1)]
    [TestCase("instantiate", "making a graph of kernels 'gather' to 'weights_gradient'", 1)]
    [TestCase("set", "giving kernel 'gather' its arguments", 1)]
    [TestCase("launch", "running kernels 'gather' to 'weights_gradient'", 1)]
    public void A_step_that_the_driver_refuses_ends_a_training_in_one_line_and_frees_its_graph(
        string call,
        string what,
        int graphs
    )
    {
        NeedNvrtc();
        var file = Path.Combine(folder, $"refused-{call}");
        var error = Fail(
            1,
            new() { ["FAKE_CUDA_REFUSES"] = call, ["FAKE_CUDA_LOG"] = file },
            [.. Train(), "--batch-size", "9"]
        );
        string[] log = File.Exists(file) ? File.ReadAllLines(file) : [];

        Assert.That(
            error,
            Does.StartWith($"Fake A: {what} failed ")
                .And.Contain("CUDA_ERROR_OUT_OF_MEMORY")
                .And.Contain("take a smaller batch")
        );
        Assert.That(log, Has.Exactly(graphs).StartsWith("free "));
    }

    private static void NeedNvrtc()
    {
        if (!CudaLibraries.HasNvrtc)
        {
            Assert.Ignore(
                "NVRTC is absent: install libnvrtc11.2, or name its folder in MLP_NVRTC."
            );
        }
    }

    // What the driver is asked to run by a training of three layers.
    private string[] Log(Dictionary<string, string?> environment, params string[] options)
    {
        var file = Path.Combine(folder, "log");
        File.Delete(file);
        environment["FAKE_CUDA_LOG"] = file;
        string[] model = options.Contains("--hidden") ? [] : ["--hidden", "5,4"];
        PackedFeed.Succeed(
            Conform(environment, [.. Train(), "--batch-size", "9", .. model, .. options])
        );
        return File.ReadAllLines(file);
    }

    private string[] Train() => Train(Table);

    private static string[] Train(string table) =>
        ["train", table, "--target", "y", "--backend", "gpu:cuda"];

    // The one line that it says before it ends with that code.
    private string Fail(int code, Dictionary<string, string?> environment, string[] arguments)
    {
        var (exit, output, error) = Conform(environment, arguments);
        Assert.That(exit, Is.EqualTo(code), output + error);
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1), error);
        return error.Trim();
    }

    private (int ExitCode, string Output, string Error) Conform(
        Dictionary<string, string?> environment,
        string[] arguments
    )
    {
        environment["LD_LIBRARY_PATH"] = folder;
        // Nothing compiled is kept beyond these tests; nor is it found where NVRTC is not.
        environment["XDG_DATA_HOME"] = Path.Combine(
            folder,
            environment.ContainsKey("MLP_NVRTC") ? "empty" : "data"
        );
        environment["MLP_DEVICE"] = null;
        return Tool.Run(
            "dotnet",
            Tool.Root,
            environment,
            [Path.Combine(AppContext.BaseDirectory, "conform.dll"), .. arguments]
        );
    }
}
