using System.Text.RegularExpressions;

namespace Mlp.Gpu.Tests.Kernels;

/// <summary>The kernels as one text.</summary>
public sealed partial class KernelSourceTests
{
    [Test]
    public void Every_file_is_there_once_in_each_dialect([Values("opencl", "cuda")] string runtime)
    {
        var source = KernelSource.For(runtime);
        var begun = FileBegins().Matches(source).Select(match => match.Groups[1].Value);

        var due = KernelSource.Files.Where(file =>
            !file.StartsWith("dialects/", StringComparison.Ordinal)
            || file == $"dialects/{runtime}.c"
        );
        Assert.That(begun, Is.EquivalentTo(due));
    }

    [Test]
    public void Both_dialects_define_the_same_words()
    {
        string[] words = [.. Defined("opencl")];

        Assert.That(words, Has.Length.GreaterThan(10));
        Assert.That(Defined("cuda"), Is.EquivalentTo(words));
    }

    private static IEnumerable<string> Defined(string runtime)
    {
        var source = KernelSource.For(runtime);
        var dialect = source[..source.IndexOf("kernels/all.c", StringComparison.Ordinal)];
        return Definitions().Matches(dialect).Select(match => match.Groups[1].Value).Distinct();
    }

    [GeneratedRegex("""^#line 1 "(.*)"$""", RegexOptions.Multiline)]
    private static partial Regex FileBegins();

    [GeneratedRegex(@"^#define (\w+)", RegexOptions.Multiline)]
    private static partial Regex Definitions();
}
