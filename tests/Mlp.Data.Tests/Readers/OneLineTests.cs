namespace Mlp.Data.Tests;

public sealed class OneLineTests
{
    [TestCase(0)]
    [TestCase(0x0A)]
    [TestCase(0x1F)]
    [TestCase(0x7F)]
    [TestCase(0x85)] // next line
    [TestCase(0x9F)]
    [TestCase(0x2028)] // line separator
    [TestCase(0x2029)] // paragraph separator
    public void What_breaks_a_line_or_steers_a_terminal_becomes_a_space(int c) =>
        Assert.That(OneLine.Of($"a{(char)c}b"), Is.EqualTo("a b"));

    [TestCase("")]
    [TestCase("naïve \u00A0 \u2027 \u202A \U0001F600")] // beside them, and beyond
    public void What_is_one_line_stays(string line) =>
        Assert.That(OneLine.Of(line), Is.SameAs(line));

    [Test]
    public void What_is_very_long_is_cut_off() =>
        Assert.That(OneLine.Of(new('x', 2_001)), Is.EqualTo(new string('x', 2_000) + "..."));
}
