using System.Globalization;
using Mlp.Data;
using Mlp.Gpu;
using Mlp.Native;
using Mlp.OnnxRuntime;
using Mlp.TorchSharp;

namespace Mlp.Stress.Tests;

/// <summary>The backends that are stressed, and how much.</summary>
internal static class Stressed
{
    private static readonly Dictionary<string, Lazy<IBackend>> Backends = new()
    {
        ["cpu"] = new(() => new CpuBackend()),
        ["torch:cpu"] = new(() => new TorchBackend()),
        ["gpu:opencl"] = new(() => new GpuBackend("gpu:opencl")),
        ["gpu:opencl:persistent"] = new(() => new GpuBackend("gpu:opencl:persistent")),
        ["ort"] = new(() => new OrtBackend()),
    };

    /// <summary>The names of backends that train.</summary>
    public static string[] Training { get; } =
    ["cpu", "torch:cpu", "gpu:opencl", "gpu:opencl:persistent"];

    /// <summary>The names of all.</summary>
    public static string[] Predicting { get; } = [.. Training, "ort"];

    /// <summary>Whether the long form is asked for, by the variable <c>STRESS=long</c>.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("STRESS") == "long";

    /// <summary>How often something is done: in the short form as often as takes a second or two.</summary>
    /// <param name="backend">What does it.</param>
    /// <param name="often">How often in the long form.</param>
    public static int Times(string backend, int often) =>
        IsLong ? often
        : backend is "cpu" or "ort" ? often / 10
        // Groups that wait for each other on few processors, which have other work too.
        : backend.EndsWith("persistent", StringComparison.Ordinal) ? often / 400
        : often / 40;

    /// <summary>A backend; the test is skipped where it does not run.</summary>
    public static IBackend Backend(string name)
    {
        try
        {
            return Backends[name].Value;
        }
        catch (NotSupportedException absent)
        {
            Assert.Ignore($"{name} is absent: {absent.Message}");
            throw;
        }
    }

    /// <summary>A line for the record of figures.</summary>
    public static void Tell(FormattableString figures)
    {
        var line = figures.ToString(CultureInfo.InvariantCulture);
        TestContext.Progress.WriteLine(line);
        TestContext.Out.WriteLine(line);
    }
}
