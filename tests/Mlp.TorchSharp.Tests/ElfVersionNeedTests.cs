using System.Text;

namespace Mlp.TorchSharp.Tests;

[Platform("Linux")]
public sealed class ElfVersionNeedTests
{
    private const string Version = "GLIBCXX_3.4.32";

    // The library of the package, as the build laid it out.
    internal static string Shipped =>
        Path.Combine(
            AppContext.BaseDirectory,
            "runtimes",
            "linux-x64",
            "native",
            "libLibTorchSharp.so"
        );

    [Test]
    public void Making_a_version_weak_changes_one_bit()
    {
        var shipped = File.ReadAllBytes(Shipped);
        var changed = (byte[])shipped.Clone();
        ElfVersionNeed.MakeWeak(changed, Version);

        Assert.That(ElfVersionNeed.IsWeak(shipped, Version), Is.False);
        Assert.That(ElfVersionNeed.IsWeak(changed, Version), Is.True);
        var different = Enumerable
            .Range(0, shipped.Length)
            .Where(i => shipped[i] != changed[i])
            .ToArray();
        Assert.That(different, Has.Length.EqualTo(1));
        Assert.That(shipped[different[0]] ^ changed[different[0]], Is.EqualTo(2));
    }

    [Test]
    public void A_version_not_asked_for_is_refused()
    {
        var library = File.ReadAllBytes(Shipped);
        Assert.That(
            () => ElfVersionNeed.MakeWeak(library, "GLIBCXX_9.9.99"),
            Throws
                .TypeOf<InvalidDataException>()
                .With.Message.Contains("does not ask for GLIBCXX_9.9.99")
        );
    }

    [TestCase(1_000_000, "its section headers, at the end, are gone")]
    [TestCase(60, "cut inside the header")]
    [TestCase(5, "only the magic number is left")]
    public void A_library_cut_off_is_refused_with_the_byte(int length, string why)
    {
        var library = File.ReadAllBytes(Shipped)[..length];
        Assert.That(
            () => ElfVersionNeed.MakeWeak(library, Version),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains($"ends at byte {length}"),
            why
        );
    }

    [Test]
    public void A_file_that_is_no_library_is_refused()
    {
        var text = Encoding.ASCII.GetBytes("GROUP ( /lib/libtorch.so )");
        Assert.That(
            () => ElfVersionNeed.MakeWeak(text, Version),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("does not begin with")
        );
    }

    [Test]
    public void An_empty_file_is_refused() =>
        Assert.That(
            () => ElfVersionNeed.MakeWeak([], Version),
            Throws.TypeOf<InvalidDataException>()
        );

    [Test]
    public void A_library_of_32_bits_is_refused() =>
        Assert.That(
            () =>
                ElfVersionNeed.MakeWeak(
                    [0x7F, (byte)'E', (byte)'L', (byte)'F', 1, 1, 1, 0],
                    Version
                ),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("64 bits")
        );
}
