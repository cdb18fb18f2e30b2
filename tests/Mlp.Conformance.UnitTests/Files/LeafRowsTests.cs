namespace Mlp.Conformance.UnitTests;

internal sealed class LeafRowsTests
{
    [TestCase("", "'' is empty")]
    [TestCase("a//b", "'' is empty")]
    [TestCase("list/1", "item 0 of its list is due")] // 0 comes first
    [TestCase("list/00", "item 0 of its list is due")]
    [TestCase("list", "appears twice")]
    [TestCase("leaf/0", "lies below a leaf")]
    public void A_row_without_a_place_in_the_tree_is_refused(string name, string message) =>
        Assert.That(
            () => LeafRows.Tree([Row("leaf"), Row("list", "list"), Row(name)]),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains(message)
        );

    [Test]
    public void A_path_too_deep_to_follow_is_refused() =>
        Assert.That(
            () => LeafRows.Tree([Row(string.Concat(Enumerable.Repeat("a/", 1_000_000)) + "a")]),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("1000001 names")
        );

    private static LeafRow Row(string name, string type = "number") =>
        new(name, type, null, [1], null);
}
