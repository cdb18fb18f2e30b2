namespace Mlp.Gpu.Tests.Training;

/// <summary>How the groups of the persistent path divide what is to be done.</summary>
public sealed class GroupSharesTests
{
    // Three sources each where 132 groups could stay: two each would need 150. Of the 32 that are left each has a row.
    [TestCase(300, 32, 132, 132, 100, 32)]
    [TestCase(300, 64, 132, 132, 100, 32)]
    [TestCase(300, 65, 132, 132, 100, 65)]
    [TestCase(300, 32, 2, 2, 2, 2)]
    [TestCase(5, 32, 132, 37, 5, 32)]
    [TestCase(784, 32, 132, 132, 131, 32)]
    [TestCase(1, 1, 1, 1, 1, 1)]
    [TestCase(1, 32, 2, 2, 1, 1)]
    public void Columns_take_no_more_groups_than_are_needed_and_rows_the_others(
        int sources,
        int batch,
        int most,
        int all,
        int columns,
        int rows
    ) =>
        Assert.That(
            GroupShares.Of(sources, batch, most),
            Is.EqualTo(new GroupShares(all, columns, rows))
        );
}
