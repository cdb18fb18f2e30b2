using System.Text.RegularExpressions;
using Mlp.Gpu.Tests.Warps;

namespace Mlp.Gpu.Tests.Kernels;

/// <summary>The kernels as one text.</summary>
public sealed partial class KernelSourceTests
{
    [Test]
    public void Every_file_is_there_once_in_each_dialect([Values("opencl", "cuda")] string runtime)
    {
        string[] roots = [KernelSource.General, KernelSource.Products, KernelSource.Persistent];
        var begun = Array.ConvertAll(
            roots,
            file => Begun(KernelSource.For(runtime, file)).ToArray()
        );

        var due = KernelSource.Files.Where(file =>
            !file.StartsWith("dialects/", StringComparison.Ordinal)
            || file == $"dialects/{runtime}.c"
        );
        Assert.That(begun, Has.All.Unique);
        Assert.That(begun.SelectMany(files => files).Distinct(), Is.EquivalentTo(due));
    }

    [Test]
    public void All_dialects_define_the_same_words()
    {
        string[] words = [.. Defined(Dialect("opencl"))];

        Assert.That(words, Has.Length.GreaterThan(10));
        Assert.That(Defined(Dialect("cuda")), Is.EquivalentTo(words));
        Assert.That(Defined(WarpDevice.Dialect()), Is.EquivalentTo(words));
    }

    private static IEnumerable<string> Begun(string source) =>
        FileBegins().Matches(source).Select(match => match.Groups[1].Value);

    private static string Dialect(string runtime)
    {
        var source = KernelSource.For(runtime, KernelSource.General);
        return source[..source.IndexOf("kernels/general.c", StringComparison.Ordinal)];
    }

    private static IEnumerable<string> Defined(string dialect) =>
        Definitions().Matches(dialect).Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex("""^#line 1 "(.*)"$""", RegexOptions.Multiline)]
    private static partial Regex FileBegins();

    [GeneratedRegex(@"^#define (\w+)", RegexOptions.Multiline)]
    private static partial Regex Definitions();
}
