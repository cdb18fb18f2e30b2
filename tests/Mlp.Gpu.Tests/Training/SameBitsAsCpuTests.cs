using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu.Tests.Training;

/// <summary>
/// A device that rounds division as IEEE 754 does gives the bits of the CPU: the same polynomials, and sums in the same order. Only
/// norms are summed otherwise.
/// </summary>
public sealed class SameBitsAsCpuTests
{
    private static readonly TestCaseData[] Trainings =
    [
        // Small products.
        new(33, new[] { 7, 17 }, "relu", new Sgd(0.1), Precision.Float32, false),
        // Several tiles of a product, with tails, and bytes.
        new(75, new[] { 70, 65, 33 }, "softplus", new Sgd(0.1), Precision.Float32, true),
        new(75, new[] { 70, 65, 33 }, "gelu", new Adam(), Precision.Float64, true),
        // More inputs than the threads that gather a row fetch at once.
        new(33, new[] { 1028, 5 }, "relu", new Sgd(0.1), Precision.Float32, true),
        new(33, new[] { 1028, 5 }, "relu", new Sgd(0.1), Precision.Float64, false),
        new(40, new[] { 5, 31 }, "tanh", new RmsProp(centered: true), Precision.Float32, false),
        new(40, new[] { 5, 9 }, "elu", new Sgd(0.1, 0.9, true), Precision.Float64, false),
        // Hidden activations that need whole rows.
        new(40, new[] { 5, 9, 6 }, "softmax", new Sgd(0.1), Precision.Float32, false),
        new(40, new[] { 5, 9 }, "log_softmax", new Sgd(0.1), Precision.Float64, false),
        // No hidden layer.
        new(40, new[] { 5 }, "relu", new Sgd(0.1) { WeightDecay = 0.1 }, Precision.Float32, false),
    ];

    private static IEnumerable<int> Tiles => Enumerable.Range(0, ProductTile.All.Count);

    [TestCaseSource(nameof(Trainings))]
    public void A_training_gives_the_same_figures_weights_and_outputs(
        int rows,
        int[] sizes,
        string activation,
        Optimizer optimizer,
        Precision precision,
        bool bytes
    )
    {
        var problem = Problem.Classes(rows, sizes, activation, optimizer, precision, bytes);

        Bits.AreEqual(problem.Train(Gpu.Backend), problem.Train(new CpuBackend()));
    }

    // A row more than a block of gradients has; three blocks; and the last batch of one, after one of three.
    [TestCase(GradientBlocks.Rows + 1, GradientBlocks.Rows + 1, "sgd", Precision.Float32)]
    [TestCase(2500, 2500, "sgd", Precision.Float64)]
    [TestCase(2500, 2100, "sgd", Precision.Float32)]
    [TestCase(2500, 2100, "adam", Precision.Float32)]
    public void Blocks_of_many_rows_give_the_same_bits(
        int rows,
        int batchSize,
        string optimizer,
        Precision precision
    )
    {
        var problem = Problem.Classes(
            rows,
            [7, 17, 6],
            "relu",
            Optimizer.Parse(optimizer),
            precision
        );

        Bits.AreEqual(
            problem.Train(Gpu.Backend, batchSize),
            problem.Train(new CpuBackend(), batchSize)
        );
    }

    [Test]
    public void Blocks_of_a_dense_operation_give_the_same_bits([Values] Precision precision)
    {
        var (x, kernel, bias, upstream) = (Draw(2500, 5), Draw(5, 3), Draw(3), Draw(2500, 3));
        var (gpu, cpu) = (Backward(Gpu.Backend), Backward(new CpuBackend()));

        Bits.AreEqual(gpu, cpu);

        Tensor[] Backward(IBackend backend)
        {
            var all = backend.Operations!.DenseBackward("tanh", x, kernel, bias, upstream);
            return [all.X, all.Kernel, all.Bias];
        }

        Tensor Draw(params int[] shape)
        {
            var random = new Random(shape[0]);
            var values = new double[shape.Aggregate((a, b) => a * b)];
            return Tensor
                .Create(Array.ConvertAll(values, _ => random.NextDouble() - 0.5), shape)
                .To(precision);
        }
    }

    [TestCase("block < blocks;", "block < blocks - 1;", TestName = "A block left out changes bits")]
    [TestCase(
        "block = 1; block",
        "block = 0; block",
        TestName = "A block added twice changes bits"
    )]
    [TestCase(
        "sums[(offset_t)block * length",
        "sums[(offset_t)(blocks - block) * length",
        TestName = "Blocks in another order change bits"
    )]
    [TestCase(
        "left < block_rows ? left : block_rows",
        "left < block_rows ? left - 1 : block_rows",
        TestName = "A last row left out changes bits"
    )]
    [TestCase(
        "block * block_rows;",
        "block * (block_rows - 1);",
        TestName = "A row in two blocks changes bits"
    )]
    public void Blocks_are_all_that_is_added_once_in_their_order(string text, string replacement)
    {
        var problem = Problem.Classes(2500, [7, 17], "relu", new Sgd(0.1));
        var changed = problem.Train(Gpu.Changed(text, replacement), batchSize: 2500);
        var expected = problem.Train(Gpu.Backend, batchSize: 2500);

        Assert.That(() => Bits.AreEqual(changed, expected), Throws.Exception);
    }

    // Tails of rows, columns and k; k of several panels; columns that lie by fours, and that do not.
    [Test]
    public void Every_tile_gives_the_same_bits(
        [ValueSource(nameof(Tiles))] int tile,
        [Values] Precision precision
    )
    {
        var problem = Problem.Classes(
            230,
            [103, 68, 66],
            "gelu",
            new Sgd(0.1),
            precision,
            bytes: true
        );

        Bits.AreEqual(
            problem.Train(Gpu.Tiled(ProductTile.All[tile]), batchSize: 150),
            problem.Train(new CpuBackend(), batchSize: 150)
        );
    }

    // Three layers each: under plain SGD the launches that do not need each other move the weights, else they keep gradients.
    [TestCase("relu", "sgd")]
    [TestCase("softmax", "sgd")]
    [TestCase("relu", "adam")]
    public void Gradients_of_weights_may_be_computed_in_any_order(
        string activation,
        string optimizer
    )
    {
        var device = new BackwardsDevice(Gpu.Device);
        var kernels = new DeviceKernels(device, file => KernelSource.For("opencl", file));
        var problem = Problem.Classes(40, [5, 9, 6], activation, Optimizer.Parse(optimizer));

        Bits.AreEqual(
            problem.Train(new GpuBackend("gpu:opencl", kernels)),
            problem.Train(new CpuBackend())
        );
        // Two steps an epoch, two epochs.
        Assert.That(device.Turned, Is.EqualTo(3 * 2 * 2));
    }

    [Test]
    public void Activations_agree_on_every_kind_of_number(
        [Values(
            "relu",
            "leaky_relu",
            "elu",
            "selu",
            "gelu",
            "silu",
            "softplus",
            "sigmoid",
            "tanh",
            "softmax",
            "log_softmax"
        )]
            string name,
        [Values] Precision precision
    )
    {
        double[] values =
        [
            0,
            -0.0,
            double.NaN,
            1e-40,
            -1e-310,
            .. Enumerable.Range(-2000, 4001).Select(i => i / 17.0),
        ];

        // One value a row: along rows too, none meets the NaN of another.
        var x = Tensor.Create(values, values.Length, 1).To(precision);
        var ones = Tensor
            .Create(Array.ConvertAll(values, _ => 1.0), values.Length, 1)
            .To(precision);
        var (gpu, cpu) = (Gpu.Backend.Operations, new CpuBackend().Operations);

        Bits.AreEqual(gpu.Activate(name, x), cpu.Activate(name, x));
        Bits.AreEqual(gpu.ActivateGradient(name, x, ones), cpu.ActivateGradient(name, x, ones));
    }
}
