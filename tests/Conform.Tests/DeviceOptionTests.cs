using Mlp.Gpu;

namespace Conform.Tests;

/// <summary><c>--device</c>: the GPU of the gpu backends, by number or by a part of its name.</summary>
public class DeviceOptionTests
{
    private static readonly string[] OneCase = ["--id", "losses/mean_absolute_error/n3_k31"];
    private static readonly string[] Isolated = ["--isolate"];

    [Test]
    public void The_first_is_number_0_and_has_its_name([Values] bool isNamed)
    {
        var name = FirstOfOpenCl();

        var (exit, output, error) = Run("--device", isNamed ? name[..^1] : "0");

        Assert.That(exit, Is.Zero, output + error);
        Assert.That(output, Does.Contain("1 passed"));
    }

    // Workers are told of it too.
    [Test]
    public void One_that_is_not_there_is_refused_in_one_line_that_lists_those_there_are(
        [Values] bool isolate
    )
    {
        _ = FirstOfOpenCl();

        var (exit, _, error) = Run(["--device", "radeon", .. isolate ? Isolated : []]);

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1), error);
        Assert.That(
            error,
            Does.Contain("Device 'radeon' was asked for and has no such name. There are 0: ")
        );
    }

    [Test]
    public void A_file_is_not_spoken_of_where_the_device_is_wrong()
    {
        _ = FirstOfOpenCl();

        var (exit, _, error) = Tool.Conform([
            "compare",
            "cpu",
            "gpu:opencl",
            "--device",
            "7",
            .. OneCase,
        ]);

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("has no such number").And.Not.Contain(".parquet"));
    }

    [Test]
    public void Given_for_a_backend_that_takes_none_it_is_refused()
    {
        var (exit, _, error) = Tool.Conform([
            "run",
            "--backend",
            "cpu",
            "--device",
            "0",
            .. OneCase,
        ]);

        Assert.That(exit, Is.EqualTo(2), error);
        Assert.That(error, Does.Contain("no gpu backend that would take it"));
    }

    private static string FirstOfOpenCl()
    {
        try
        {
            return new GpuBackend("gpu:opencl", "0").Environment["device"];
        }
        catch (NotSupportedException reason)
        {
            Assert.Ignore($"gpu:opencl is absent: {reason.Message}");
            throw;
        }
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] more) =>
        Tool.Conform(["run", "--backend", "gpu:opencl", .. OneCase, .. more]);
}
