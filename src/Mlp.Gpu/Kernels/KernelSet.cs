using System.Numerics;
using Mlp.Native;

namespace Mlp.Gpu;

/// <summary>The kernels in one precision, as methods. What each does is written above its source in <c>Kernels/kernels</c>.</summary>
internal sealed class KernelSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Gradients whose squares are summed together.</summary>
    public const int SquaresBlock = 4096;

    // Threads of a group where each takes a value, where they gather a row, and lanes of a row.
    private const int Threads = 256;
    private const int Gatherers = 128;
    private static readonly int Lanes = typeof(T) == typeof(double) ? 8 : 16;

    private readonly IDeviceKernel gather;
    private readonly IDeviceKernel addBlocks;
    private readonly IDeviceKernel activate;
    private readonly IDeviceKernel activateBackward;
    private readonly IDeviceKernel head;
    private readonly IDeviceKernel squares;
    private readonly IDeviceKernel update;
    private readonly Dictionary<ProductTile, MadeOnce<IDeviceProgram>> products;
    private readonly ProductTile? onlyTile;

    /// <summary>The kernels of several programs.</summary>
    /// <param name="device">Where they run.</param>
    /// <param name="program">The general path, all but the products.</param>
    /// <param name="products">Products for a tile, compiled when first wanted.</param>
    /// <param name="persistent">The persistent path, with these defines beside its own.</param>
    /// <param name="tile">The tile of all products; null for the best of each.</param>
    /// <exception cref="NotSupportedException">The device takes too few threads in a group.</exception>
    public KernelSet(
        IDevice device,
        IDeviceProgram program,
        Func<ProductTile, IDeviceProgram> products,
        Func<IReadOnlyList<string>, IDeviceProgram> persistent,
        ProductTile? tile
    )
    {
        if (device.Limits.GroupThreads < Threads)
        {
            throw new NotSupportedException(
                $"{device.Limits.Name} takes {device.Limits.GroupThreads} threads in a group; the kernels need {Threads}."
            );
        }

        Device = device;
        Nothing = device.Allocate(1);
        gather = program.Kernel("gather");
        addBlocks = program.Kernel("add_blocks");
        activate = program.Kernel("activate");
        activateBackward = program.Kernel("activate_backward");
        head = program.Kernel("head");
        squares = program.Kernel("squares");
        update = program.Kernel("update");
        Steps = new(this, persistent);
        onlyTile = tile;
        this.products = ProductTile.All.ToDictionary(
            tile => tile,
            tile => new MadeOnce<IDeviceProgram>(() => products(tile))
        );
    }

    /// <summary>Where they run.</summary>
    public IDevice Device { get; }

    /// <summary>Stands for a buffer that a kernel is told not to look at.</summary>
    public DeviceBuffer Nothing { get; }

    /// <summary>The persistent path.</summary>
    public StepsKernel<T> Steps { get; }

    /// <summary>Rows of a data set into x.</summary>
    public void Gather(RowSource<T> source, int first, int rows, int inputs, DeviceMatrix<T> x) =>
        gather.Launch(
            (rows, 1),
            (Gatherers, 1),
            [
                source.Values?.Buffer ?? Nothing,
                source.Bytes?.Buffer ?? Nothing,
                source.Bytes is not null,
                source.Order?.Buffer ?? Nothing,
                source.Order is not null,
                first,
                inputs,
                x.Buffer,
                x.Stride,
            ]
        );

    /// <summary>z = x W + b, and y = f(z) unless f works along rows.</summary>
    public void Forward(
        DeviceMatrix<T> x,
        DeviceArray<T> parameters,
        DeviceLayer<T> layer,
        int rows
    )
    {
        var f = layer.Activation;
        Product(
            "forward",
            rows,
            layer.Units,
            [
                x.Buffer,
                x.Stride,
                parameters.Buffer,
                layer.Offset,
                rows,
                layer.Inputs,
                layer.Units,
                layer.Z.Buffer,
                layer.Y.Buffer,
                layer.Y.Stride,
                !f.AlongRows,
                (int)f.Kind,
                Real(f.Alpha),
                Real(f.Scale),
            ]
        );
    }

    /// <summary>y = f(x), row by row.</summary>
    public void Activate(
        ActivationCode f,
        DeviceMatrix<T> x,
        DeviceMatrix<T> y,
        int rows,
        int columns
    ) =>
        activate.Launch(
            (rows, 1),
            (Lanes, 1),
            [x.Buffer, y.Buffer, x.Stride, columns, (int)f.Kind, Real(f.Alpha), Real(f.Scale)]
        );

    /// <summary>The gradient in y = f(x) into that in x, in place.</summary>
    public void ActivateBackward(
        ActivationCode f,
        DeviceMatrix<T> x,
        DeviceMatrix<T> y,
        DeviceArray<T> gradient,
        int rows,
        int columns
    ) =>
        activateBackward.Launch(
            (rows, 1),
            (Lanes, 1),
            [
                x.Buffer,
                y.Buffer,
                x.Stride,
                gradient.Buffer,
                columns,
                (int)f.Kind,
                Real(f.Alpha),
                Real(f.Scale),
            ]
        );

    /// <summary>Activation, loss, gradient and metrics of rows.</summary>
    public void Head(in HeadCall<T> call)
    {
        var (f, loss) = (call.Activation, call.Loss);
        var share = loss.Smoothing / loss.Classes;
        head.Launch(
            (call.Rows, 1),
            (Lanes, 1),
            [
                call.Z.Buffer,
                call.Y.Buffer,
                call.Y.Stride,
                call.Outputs,
                (int)f.Kind,
                Real(f.Alpha),
                Real(f.Scale),
                call.FromLogits,
                call.Labels.Buffer,
                call.LabelWidth,
                call.Order?.Buffer ?? Nothing,
                call.Order is not null,
                call.First,
                (int)loss.Kind,
                Real(1 - loss.Smoothing),
                Real(share),
                loss.Ignored is not null,
                Real(loss.Ignored ?? 0),
                call.Scales is not null,
                call.Scales?.Buffer ?? Nothing,
                call.Delta?.Buffer ?? Nothing,
                call.Metrics.Count,
                call.Metrics.Kinds?.Buffer ?? Nothing,
                call.Metrics.Thresholds?.Buffer ?? Nothing,
                call.Figures.Buffer,
            ]
        );
    }

    /// <summary>The gradient in the inputs of a layer, times the slope of the activation before it if that is known value by value.</summary>
    public void InputsGradient(
        DeviceLayer<T> layer,
        DeviceArray<T> parameters,
        int rows,
        DeviceLayer<T>? before,
        DeviceArray<T> result
    )
    {
        var f = before?.Activation ?? default;
        Product(
            "inputs_gradient",
            rows,
            layer.Inputs,
            [
                layer.Delta.Buffer,
                parameters.Buffer,
                layer.Offset,
                rows,
                layer.Inputs,
                layer.Units,
                before?.Z.Buffer ?? Nothing,
                before?.Z.Stride ?? 0,
                before is not null && !f.AlongRows,
                (int)f.Kind,
                Real(f.Alpha),
                Real(f.Scale),
                result.Buffer,
            ]
        );
    }

    /// <summary>
    /// The gradient in W and b of each block of rows. Of one block it is kept in the target, or with a rate taken from the weights there by
    /// plain SGD; several go to a target <c>[blocks, weights]</c>, without a rate, for <see cref="AddBlocks"/>.
    /// </summary>
    /// <param name="x">The inputs.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="rows">Rows of all blocks.</param>
    /// <param name="target">Where W begins at the layer's offset.</param>
    /// <param name="weights">All weights of the model.</param>
    /// <param name="rate">The rate of plain SGD.</param>
    public void WeightsGradient(
        DeviceMatrix<T> x,
        DeviceLayer<T> layer,
        int rows,
        DeviceArray<T> target,
        int weights,
        double? rate
    ) =>
        Product(
            "weights_gradient",
            layer.Inputs + 1,
            layer.Units,
            [
                x.Buffer,
                x.Stride,
                layer.Delta.Buffer,
                rows,
                GradientBlocks.Rows,
                layer.Inputs,
                layer.Units,
                target.Buffer,
                layer.Offset,
                weights,
                rate is not null,
                Real(rate ?? 0),
            ],
            GradientBlocks.Of(rows)
        );

    /// <summary>The gradients in all weights from those of several blocks: kept in the target, or with a rate taken from the weights there.</summary>
    public void AddBlocks(DeviceArray<T> sums, int blocks, DeviceArray<T> target, double? rate) =>
        addBlocks.Launch(
            (((int)target.Length + Threads - 1) / Threads, 1),
            (Threads, 1),
            [
                sums.Buffer,
                blocks,
                (int)target.Length,
                target.Buffer,
                rate is not null,
                Real(rate ?? 0),
            ]
        );

    /// <summary>Sums of squares of blocks of gradients.</summary>
    public void Squares(
        DeviceArray<T> gradients,
        int offset,
        int length,
        DeviceArray<T> sums,
        int first
    ) =>
        squares.Launch(
            ((length + SquaresBlock - 1) / SquaresBlock, 1),
            (Threads, 1),
            [gradients.Buffer, offset, length, sums.Buffer, first]
        );

    /// <summary>Moves weights by their gradients.</summary>
    public void Update(in UpdateCall<T> call)
    {
        var rule = call.Rule;
        update.Launch(
            ((call.Length + Threads - 1) / Threads, 1),
            (Threads, 1),
            [
                call.Weights.Buffer,
                call.Gradients.Buffer,
                call.State?.Buffer ?? Nothing,
                (int)call.Weights.Length,
                call.Offset,
                call.Length,
                (int)call.Clipping,
                Real(call.Limit),
                call.Sums?.Buffer ?? Nothing,
                call.FirstBlock,
                call.Blocks,
                call.Decay is not null,
                Real(call.Decay ?? 0),
                (int)rule.Rule,
                rule.Variant,
                Real(rule.Rate),
                Real(rule.A),
                Real(rule.B),
                Real(rule.C),
                Real(rule.D),
            ]
        );
    }

    // As many products of that shape as there are blocks, one below the other.
    private void Product(
        string kernel,
        int rows,
        int columns,
        ReadOnlySpan<KernelArgument> arguments,
        int blocks = 1
    )
    {
        var tile = onlyTile ?? ProductTile.For(rows, columns, blocks, Device.Limits);
        var (across, down) = tile.Groups(rows, columns);
        if ((long)down * blocks > Device.Limits.GroupsDown)
        {
            throw new NotSupportedException(
                $"{Device.Limits.Name} takes {Device.Limits.GroupsDown} groups below each other, and a product of {rows} rows takes "
                    + $"{(long)down * blocks}; take a smaller batch, or fewer inputs."
            );
        }

        products[tile]
            .Value.Kernel(kernel)
            .Launch((across, down * blocks), (ProductTile.Threads, 1), arguments);
    }

    private static KernelArgument Real(double value) => KernelArgument.Real<T>(value);
}
