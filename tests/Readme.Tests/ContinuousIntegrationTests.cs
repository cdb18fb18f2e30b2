using System.Diagnostics;

namespace Mlp.Readme.Tests;

/// <summary><c>.ci/run</c>: what it asks for before it begins.</summary>
[Platform("Linux", Reason = "It is a script of a shell.")]
public sealed class ContinuousIntegrationTests
{
    // Of a dotnet whose SDKs global.json does not take every command fails.
    [TestCase("/usr/bin/false")]
    [TestCase(null)]
    public void Without_the_SDK_it_ends_at_once_and_says_what_is_needed(string? dotnet)
    {
        var folder = Directory.CreateTempSubdirectory("sdk").FullName;
        try
        {
            File.CreateSymbolicLink(Path.Combine(folder, "dirname"), "/usr/bin/dirname");
            File.CreateSymbolicLink(Path.Combine(folder, "id"), "/usr/bin/id");
            if (dotnet is not null)
            {
                File.CreateSymbolicLink(Path.Combine(folder, "dotnet"), dotnet);
            }

            // Nothing else is on its path: it can install nothing.
            var start = new ProcessStartInfo(
                "/bin/bash",
                [Path.Combine(Repository.Root, ".ci", "run")]
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            start.Environment["PATH"] = folder;
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();

            Assert.That(process.ExitCode, Is.EqualTo(2), error.Result);
            Assert.That(error.Result, Does.StartWith("The .NET 10 SDK is needed"));
            Assert.That(error.Result.Trim().Split('\n'), Has.Length.EqualTo(1));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
