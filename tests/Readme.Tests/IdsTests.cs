using System.Diagnostics;
using Mlp.Conformance;

namespace Mlp.Readme.Tests;

/// <summary>What no test of the files alone can see: that nobody wrote a case and its hash anew, both at once.</summary>
public class IdsTests
{
    private const string Path = "fixtures/v1/manifest.json";

    // From here on the manifest hashes what a case says without its bounds, which follow the policy.
    private const string Since = "f7c3dc02cc4ca118335a0983a73e0c40c382ae5a";

    [Test]
    public void No_id_of_the_last_commit_says_something_else_now()
    {
        var committed = Manifest.Read(Git("show", $"HEAD:{Path}"), "the last commit's manifest");
        foreach (var (id, hash) in committed.Cases)
        {
            Assert.That(Fixtures.Manifest.Cases.GetValueOrDefault(id), Is.EqualTo(hash), id);
        }
    }

    [Test]
    public void No_commit_took_an_id_back_or_gave_it_another_hash()
    {
        var told = new Dictionary<string, string>();
        foreach (
            var commit in Git("log", "--reverse", "--format=%H", $"{Since}..HEAD", "--", Path)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        )
        {
            var cases = Manifest.Read(Git("show", $"{commit}:{Path}"), commit).Cases;
            foreach (var (id, hash) in cases)
            {
                Assert.That(told.GetValueOrDefault(id, hash), Is.EqualTo(hash), $"{commit}: {id}");
                told[id] = hash;
            }
        }

        foreach (var (id, hash) in told)
        {
            Assert.That(Fixtures.Manifest.Cases.GetValueOrDefault(id), Is.EqualTo(hash), id);
        }
    }

    private static string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var git = Process.Start(start)!;
            var error = git.StandardError.ReadToEndAsync();
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            Assume.That(
                git.ExitCode,
                Is.Zero,
                $"The history is not here: git {string.Join(' ', arguments)}: {error.Result}"
            );
            return output;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            Assert.Inconclusive($"git is not here: {missing.Message}");
            throw;
        }
    }
}
