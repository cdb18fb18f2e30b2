using System.Text;

namespace Mlp.Gpu.Tests.Devices;

/// <summary>The kernels in CUDA C++, compiled without a GPU wherever NVRTC is found. They run on NVIDIA hardware only.</summary>
public sealed class CudaCompilerTests
{
    private static readonly string[] Names =
    [
        "activate",
        "activate_backward",
        "add_blocks",
        "gather",
        "head",
        "squares",
        "update",
    ];

    private static readonly string[] Products = ["forward", "inputs_gradient", "weights_gradient"];

    // And the newest that this NVRTC knows.
    private static IEnumerable<int> Targets =>
        new[] { 80, 90, CudaLibraries.HasNvrtc ? CudaCompiler.Architectures[^1] : 90 }.Distinct();

    [SetUp]
    public void NeedNvrtc()
    {
        if (!CudaLibraries.HasNvrtc)
        {
            Assert.Ignore(
                "NVRTC is absent: install libnvrtc11.2, or name its folder in MLP_NVRTC."
            );
        }
    }

    [Test]
    public void Every_kernel_compiles_to_machine_code(
        [ValueSource(nameof(Targets))] int target,
        [Values] bool wide
    )
    {
        if (!CudaCompiler.Architectures.Contains(target))
        {
            Assert.Ignore($"This NVRTC does not know sm_{target}.");
        }

        var general = Compiled(KernelSource.General, []);
        foreach (var name in Names)
        {
            Assert.That(general, Does.Contain($".text.{name}\0"));
        }

        foreach (var tile in ProductTile.All)
        {
            var products = Compiled(KernelSource.Products, tile.Defines(wide));
            foreach (var name in Products)
            {
                Assert.That(products, Does.Contain($".text.{name}\0"));
            }
        }

        // Near and far; and for one model, on the newest.
        const string Fixed =
            "FIXED=batch=32;is_raw=1;layers=3;inputs=784;hidden=300;units=100;outputs=10;update_kind=2;";
        List<string[]> forms =
        [
            [],
            ["FAR"],
        ];
        if (target == CudaCompiler.Architectures[^1])
        {
            forms.Add([Fixed]);
        }

        foreach (var more in forms)
        {
            var persistent = Compiled(
                KernelSource.Persistent,
                [.. DeviceKernels.PersistentDefines("cuda", 512), .. more]
            );
            Assert.That(persistent, Does.Contain(".text.train_steps\0"));
        }

        string Compiled(string file, string[] defines) =>
            Encoding.Latin1.GetString(
                CudaCompiler.Compile(
                    KernelSource.For("cuda", file),
                    CudaCompiler.Options(target, wide ? ["WIDE", .. defines] : defines)
                )
            );
    }

    [Test]
    public void No_product_is_fused_that_the_source_does_not_fuse()
    {
        var ptx = Encoding.Latin1.GetString(
            CudaCompiler.Compile(
                "extern \"C\" __global__ void f(float* x) { x[0] = x[1] * x[2] + x[3] / x[4]; }",
                CudaCompiler.Options(CudaCompiler.Architectures[^1], [], native: false)
            )
        );

        Assert.That(ptx, Does.Contain("mul.rn.f32").And.Contain("div.rn.f32"));
        Assert.That(ptx, Does.Not.Contain("fma."));
    }

    // Read one by one, they would take more time than the products.
    [Test]
    public void Large_tiles_read_their_panels_by_fours()
    {
        var tile = ProductTile.All[0];
        var ptx = Encoding.Latin1.GetString(
            CudaCompiler.Compile(
                KernelSource.For("cuda", KernelSource.Products),
                CudaCompiler.Options(
                    CudaCompiler.Architectures[^1],
                    tile.Defines(isWide: false),
                    native: false
                )
            )
        );

        // A quad of rows and two of columns for each k, in each of three kernels.
        var quads = ptx.Split("ld.shared.v4.f32").Length - 1;
        Assert.That(quads, Is.AtLeast(Products.Length * tile.Depth * 3));
    }

    [Test]
    public void A_kernel_that_does_not_compile_shows_the_log_with_file_and_line()
    {
        var source = KernelSource
            .For("cuda", KernelSource.General)
            .Replace("return x <= R(0.0) ? R(0.0) : x;", "return y;", StringComparison.Ordinal);

        var error = Assert.Throws<DeviceException>(() =>
            CudaCompiler.Compile(source, CudaCompiler.Options(CudaCompiler.Architectures[^1], []))
        );

        Assert.That(
            error!.Message,
            Does.Contain("does not compile").And.Contain("activations/relu.c(6)")
        );
    }
}
