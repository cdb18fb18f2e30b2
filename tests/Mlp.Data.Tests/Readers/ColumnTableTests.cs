namespace Mlp.Data.Tests;

public sealed class ColumnTableTests
{
    private static readonly ColumnTable Two = new(
        ("price", new[] { 1.0, 2.0 }),
        ("rooms", new[] { 3L, 4L })
    );

    [Test]
    public void The_columns_that_are_named_are_put_side_by_side_and_all_where_none_is()
    {
        Assert.That(Two.ToMatrix("rooms").Values.ToArray(), Is.EqualTo(new[] { 3.0, 4.0 }));
        Assert.That(Two.ToMatrix().Values.ToArray(), Is.EqualTo(new[] { 1.0, 3.0, 2.0, 4.0 }));
    }

    // Products of 32 bits that are below zero, and that look like a small table.
    [TestCase(1 << 15)]
    [TestCase((1 << 16) + 1)]
    public void A_matrix_of_more_values_than_an_array_holds_is_refused(int times)
    {
        var table = new ColumnTable(("x", new double[1 << 16]));

        Assert.That(
            () => table.ToMatrix([.. Enumerable.Repeat("x", times)]),
            Throws.ArgumentException.With.Message.Contains($"65536 rows of {times} columns")
        );
    }

    [Test]
    public void A_column_that_is_not_there_is_refused_with_the_nearest() =>
        Assert.That(
            () => Two["prise"],
            Throws.ArgumentException.With.Message.Contains("Nearest known: 'price'")
        );

    [Test]
    public void A_table_of_no_columns_has_no_rows() => Assert.That(new ColumnTable().Rows, Is.Zero);

    [Test]
    public void Columns_of_other_lengths_or_ranks_or_of_one_name_are_refused()
    {
        Refused("'b'", ("a", new[] { 1.0, 2.0 }), ("b", new[] { 1.0 }));
        Refused("'b'", ("a", new[] { 1.0, 2.0 }), ("b", new double[1, 2]));
        Refused(
            "'a' appears twice",
            ("a", new[] { 1.0 }),
            ("b", new[] { 1.0 }),
            ("a", new[] { 2.0 })
        );

        static void Refused(string message, params (string, Tensor)[] columns) =>
            Assert.That(
                () => new ColumnTable(columns),
                Throws.ArgumentException.With.Message.Contains(message)
            );
    }
}
