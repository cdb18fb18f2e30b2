using System.Numerics;

namespace Mlp.Gpu;

/// <summary>Rows of a data set on the device, in an order.</summary>
/// <param name="Values">Inputs <c>[rows, inputs]</c>, or</param>
/// <param name="Bytes">the same as bytes.</param>
/// <param name="Order">The numbers of the rows in their order; null as they come.</param>
internal readonly record struct RowSource<T>(
    DeviceArray<T>? Values,
    DeviceArray<byte>? Bytes,
    DeviceArray<int>? Order
)
    where T : unmanaged;

/// <summary>What to watch, on the device.</summary>
/// <param name="Count">How many metrics.</param>
/// <param name="Kinds">Kind and places of each.</param>
/// <param name="Thresholds">The threshold of each.</param>
internal readonly record struct MetricTable<T>(
    int Count,
    DeviceArray<int>? Kinds,
    DeviceArray<T>? Thresholds
)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A table of metrics.</summary>
    public static MetricTable<T> Of(IDevice device, IReadOnlyList<MetricCode> metrics)
    {
        if (metrics.Count == 0)
        {
            return default;
        }

        var kinds = DeviceArray<int>.Of(
            device,
            [.. metrics.SelectMany(metric => new[] { (int)metric.Kind, metric.Places })]
        );
        try
        {
            return new(
                metrics.Count,
                kinds,
                DeviceArray<T>.Of(
                    device,
                    [.. metrics.Select(metric => T.CreateTruncating(metric.Threshold))]
                )
            );
        }
        catch
        {
            kinds.Dispose();
            throw;
        }
    }

    /// <summary>Frees it.</summary>
    public void Free()
    {
        Kinds?.Dispose();
        Thresholds?.Dispose();
    }
}

/// <summary>The arguments of <see cref="KernelSet{T}.Head"/>.</summary>
internal readonly ref struct HeadCall<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Logits <c>[rows, stride]</c>.</summary>
    public required DeviceMatrix<T> Z { get; init; }

    /// <summary>Outputs <c>[rows, stride]</c>; written where the activation works along rows.</summary>
    public required DeviceMatrix<T> Y { get; init; }

    /// <summary>Rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Values a row.</summary>
    public required int Outputs { get; init; }

    /// <summary>The activation of the last layer.</summary>
    public required ActivationCode Activation { get; init; }

    /// <summary>The loss.</summary>
    public required LossCode Loss { get; init; }

    /// <summary>Whether the loss takes z in place of y.</summary>
    public bool FromLogits { get; init; }

    /// <summary>Labels of all rows of the data set.</summary>
    public required DeviceArray<T> Labels { get; init; }

    /// <summary>Values of labels a row.</summary>
    public required int LabelWidth { get; init; }

    /// <summary>The order of rows; null as they come.</summary>
    public DeviceArray<int>? Order { get; init; }

    /// <summary>The place of the first row.</summary>
    public int First { get; init; }

    /// <summary>What the gradient of the row at each place is multiplied by; null for no gradient.</summary>
    public DeviceArray<T>? Scales { get; init; }

    /// <summary>Where the gradient in z goes, <c>[rows, outputs]</c>.</summary>
    public DeviceArray<T>? Delta { get; init; }

    /// <summary>What to watch.</summary>
    public MetricTable<T> Metrics { get; init; }

    /// <summary>Where loss and metrics of the row at each place go, <c>[places, 1 + metrics]</c>.</summary>
    public required DeviceArray<T> Figures { get; init; }
}

/// <summary>The arguments of <see cref="KernelSet{T}.Update"/>.</summary>
internal readonly ref struct UpdateCall<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>All weights.</summary>
    public required DeviceArray<T> Weights { get; init; }

    /// <summary>All gradients.</summary>
    public required DeviceArray<T> Gradients { get; init; }

    /// <summary>The state of the rule; null where it has none.</summary>
    public required DeviceArray<T>? State { get; init; }

    /// <summary>The first weight to move.</summary>
    public required int Offset { get; init; }

    /// <summary>How many to move.</summary>
    public required int Length { get; init; }

    /// <summary>The rule at this step.</summary>
    public required UpdateCode Rule { get; init; }

    /// <summary>How gradients are clipped.</summary>
    public Clipping Clipping { get; init; }

    /// <summary>To what.</summary>
    public double Limit { get; init; }

    /// <summary>Sums of squares of blocks of gradients.</summary>
    public DeviceArray<T>? Sums { get; init; }

    /// <summary>The first of those that make up the norm.</summary>
    public int FirstBlock { get; init; }

    /// <summary>How many of them.</summary>
    public int Blocks { get; init; }

    /// <summary>-lr*decay; null for none.</summary>
    public double? Decay { get; init; }
}

/// <summary>The arguments of <see cref="StepsKernel{T}.Launch"/>; the layers are named as in <c>kernels/train_steps.c</c>.</summary>
internal readonly ref struct PersistentCall<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The rows.</summary>
    public required ResidentPass<T> Pass { get; init; }

    /// <summary>The first step.</summary>
    public required int FirstStep { get; init; }

    /// <summary>The last step, exclusive.</summary>
    public required int EndStep { get; init; }

    /// <summary>How often parts and rows have been told.</summary>
    public required int Told { get; init; }

    /// <summary>How often the tail has been told.</summary>
    public required int TailTold { get; init; }

    /// <summary>For each step of the pass the rate of the rule, and -lr*decay.</summary>
    public required DeviceArray<T> Rates { get; init; }

    /// <summary>All weights.</summary>
    public required DeviceArray<T> Parameters { get; init; }

    /// <summary>The state of the rule; null where it has none.</summary>
    public required DeviceArray<T>? State { get; init; }

    /// <summary>Layers, 1 to 3.</summary>
    public required int Layers { get; init; }

    /// <summary>Inputs of the model.</summary>
    public required int Inputs { get; init; }

    /// <summary>Units of the layer split by columns; 0 for a model of one layer.</summary>
    public required int HiddenUnits { get; init; }

    /// <summary>Units of the layer split by rows.</summary>
    public required int Units { get; init; }

    /// <summary>Outputs of the model.</summary>
    public required int Outputs { get; init; }

    /// <summary>The activation of the layer split by columns.</summary>
    public required ActivationCode Hidden { get; init; }

    /// <summary>That of the second of three layers.</summary>
    public required ActivationCode Middle { get; init; }

    /// <summary>That of the last layer.</summary>
    public required ActivationCode Last { get; init; }

    /// <summary>Whether the loss takes z in place of y.</summary>
    public required bool FromLogits { get; init; }

    /// <summary>The loss.</summary>
    public required LossCode Loss { get; init; }

    /// <summary>The rule, without its rate.</summary>
    public required UpdateCode Rule { get; init; }

    /// <summary>How gradients are clipped: by value, or not.</summary>
    public required Clipping Clipping { get; init; }

    /// <summary>To what.</summary>
    public required double Limit { get; init; }

    /// <summary>Whether weights decay.</summary>
    public required bool Decays { get; init; }

    /// <summary>What the groups keep.</summary>
    public required PersistentScratch<T> Scratch { get; init; }

    /// <summary>z of the first step's rows, made ahead by the launch before; null where nothing is made ahead.</summary>
    public required DeviceArray<T>? Before { get; init; }

    /// <summary>To take z of the rows that follow the last step.</summary>
    public required DeviceArray<T>? After { get; init; }

    /// <summary>Whether <see cref="Before"/> is to be taken.</summary>
    public required bool IsContinued { get; init; }

    /// <summary>Whether a kernel of its own is worth compiling for this training.</summary>
    public required bool IsLong { get; init; }
}
