namespace Mlp.Gpu.Tests.Kernels;

/// <summary>Which tile a product takes.</summary>
public sealed class ProductTileTests
{
    // An H100 or H200.
    private static readonly DeviceLimits Gpu = new(
        "GPU",
        "",
        132,
        1024,
        48 << 10,
        1 << 30,
        true,
        132
    );

    // Forward over many rows: far more tiles than processors.
    [TestCase(8192, 300, 1, 64, 64)]
    // Gradients of weights: 65, 130 or 475 tiles; of 130 all but two processors have one.
    [TestCase(785, 300, 1, 64, 32)]
    // 70 small tiles, where larger ones would be 20 or 10.
    [TestCase(301, 100, 1, 32, 16)]
    // The same of eight blocks of rows.
    [TestCase(785, 300, 8, 64, 64)]
    [TestCase(301, 100, 8, 64, 32)]
    [TestCase(101, 10, 8, 16, 16)]
    // A small batch.
    [TestCase(32, 300, 1, 16, 16)]
    [TestCase(1, 1, 1, 16, 16)]
    public void A_product_takes_the_tile_that_keeps_all_processors_busy(
        int rows,
        int columns,
        int blocks,
        int tileRows,
        int tileColumns
    )
    {
        var tile = ProductTile.For(rows, columns, blocks, Gpu);

        Assert.That((tile.Rows, tile.Columns), Is.EqualTo((tileRows, tileColumns)));
    }

    [Test]
    public void A_CPU_takes_small_tiles() =>
        Assert.That(
            ProductTile.For(8192, 300, 1, Gpu with { IsCpu = true }),
            Is.EqualTo(ProductTile.All[^1])
        );

    [TestCase(65, 64, 1, 2)]
    [TestCase(64, 65, 2, 1)]
    public void Tiles_cover_the_result(int rows, int columns, int across, int down) =>
        Assert.That(ProductTile.All[0].Groups(rows, columns), Is.EqualTo((across, down)));
}
