using System.Diagnostics;
using System.Text.Json;

namespace Mlp.TorchSharp.Tests;

public sealed class PackageReferenceTests
{
    [Test]
    public void The_default_build_takes_the_package_for_the_processor_only() =>
        Assert.That(TorchPackages(), Is.EqualTo(new[] { "TorchSharp-cpu" }));

    [Test]
    public void The_package_for_CUDA_comes_only_when_asked_for() =>
        Assert.That(
            TorchPackages("-p:TorchDevice=cuda"),
            Is.EqualTo(new[] { "TorchSharp-cuda-linux" })
        );

    // What MSBuild would restore; nothing is restored.
    private static string[] TorchPackages(params string[] properties)
    {
        var project = Path.Combine(Root(), "src", "Mlp.TorchSharp", "Mlp.TorchSharp.csproj");
        var start = new ProcessStartInfo(
            "dotnet",
            ["msbuild", project, "-getItem:PackageReference", "-nodeReuse:false", .. properties]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The test host's own settings of MSBuild are not meant for another build.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildSDKsPath");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, output + error.Result);

        using var json = JsonDocument.Parse(output);
        return
        [
            .. json
                .RootElement.GetProperty("Items")
                .GetProperty("PackageReference")
                .EnumerateArray()
                .Select(item => item.GetProperty("Identity").GetString()!)
                .Where(name => name.StartsWith("TorchSharp", StringComparison.Ordinal)),
        ];
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Conformance.sln")))
        {
            folder =
                folder.Parent
                ?? throw new InvalidOperationException(
                    "No folder above the tests holds Conformance.sln."
                );
        }

        return folder.FullName;
    }
}
