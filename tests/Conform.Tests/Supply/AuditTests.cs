using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conform.Tests;

/// <summary>
/// This repository's build settings against a source of advisories that is made up here. The project restored has one package, and
/// that one brings another.
/// </summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AuditTests : IDisposable
{
    private const string Package = "Spectre.Console";
    private const string Brought = "spectre.console.ansi";
    private const int Low = 0;
    private const int Critical = 3;

    private readonly string folder = Directory.CreateTempSubdirectory("audit").FullName;
    private readonly HttpListener source = new();
    private readonly string address;

    public AuditTests()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            address = $"http://localhost:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        source.Prefixes.Add(address);
        source.Start();
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props" })
        {
            File.Copy(Path.Combine(Tool.Root, file), Path.Combine(folder, file));
        }

        File.WriteAllText(
            Path.Combine(folder, "Audited.csproj"),
            $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="{Package}" /></ItemGroup></Project>"""
        );
        Directory.CreateDirectory(Path.Combine(folder, "empty"));
        File.WriteAllText(
            Path.Combine(folder, "nuget.config"),
            $"""
            <configuration>
              <packageSources><clear /><add key="none" value="empty" /></packageSources>
              <auditSources><clear /><add key="advisories" value="{address}index.json" allowInsecureConnections="true" /></auditSources>
            </configuration>
            """
        );
    }

    public void Dispose()
    {
        source.Close();
        Directory.Delete(folder, recursive: true);
    }

    [TestCase("NU1901", Low)]
    [TestCase("NU1904", Critical)]
    public void A_package_with_a_known_vulnerability_does_not_restore_even_where_another_brought_it(
        string code,
        int severity
    )
    {
        var (exit, output) = Restore(
            $$"""{"{{Brought}}":[{"severity":{{severity}},"url":"https://example.org/advisory","versions":"(, 999.0.0)"}]}"""
        );

        Assert.That(exit, Is.Not.Zero, output);
        Assert.That(output, Does.Contain($"error {code}").And.Contain("example.org/advisory"));
    }

    [Test]
    public void Packages_of_which_nothing_is_known_restore()
    {
        var (exit, output) = Restore("{}");

        Assert.That(exit, Is.Zero, output);
        Assert.That(output, Does.Not.Contain("warning"));
    }

    [Test]
    public void A_source_that_has_no_advisories_is_told_of_and_breaks_nothing()
    {
        var (exit, output) = Restore(null);

        Assert.That(exit, Is.Zero, output);
        Assert.That(output, Does.Contain("warning NU1905"));
    }

    private (int Exit, string Output) Restore(string? advisories)
    {
        _ = Answer(advisories);
        var start = new ProcessStartInfo("dotnet", ["restore", "-nodeReuse:false"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What was asked of made-up sources is not kept among the user's.
        start.Environment["NUGET_HTTP_CACHE_PATH"] = Path.Combine(folder, "cache");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    private async Task Answer(string? advisories)
    {
        while (source.IsListening)
        {
            HttpListenerContext asked;
            try
            {
                asked = await source.GetContextAsync();
            }
            // Closed while waiting.
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var answer = asked.Request.Url!.AbsolutePath switch
            {
                "/index.json" when advisories is null => """{"version":"3.0.0","resources":[]}""",
                "/index.json" =>
                    $$"""{"version":"3.0.0","resources":[{"@id":"{{address}}pages.json","@type":"VulnerabilityInfo/6.7.0"}]}""",
                "/pages.json" =>
                    $$"""[{"@name":"base","@id":"{{address}}base.json","@updated":"2026-01-01T00:00:00Z"}]""",
                _ => advisories ?? "{}",
            };
            asked.Response.ContentType = "application/json";
            asked.Response.Close(Encoding.UTF8.GetBytes(answer), willBlock: false);
        }
    }
}
