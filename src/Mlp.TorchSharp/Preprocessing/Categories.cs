namespace Mlp.TorchSharp;

/// <summary>Labels to one-hot rows and back.</summary>
internal static class Categories
{
    /// <inheritdoc cref="IOperations.ToCategorical"/>
    public static Tensor OneHot(Tensor labels, int? classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegative(classes ?? 0, nameof(classes));
        using var scope = torch.NewDisposeScope();
        var given = labels.ToTorch(Precision.Float64, torch.CPU);
        long[] shape = given.dim() > 1 && given.shape[^1] == 1 ? given.shape[..^1] : given.shape;
        if (!given.isfinite().all().item<bool>() || (labels.Length == 0 && classes is null or 0))
        {
            throw new ArgumentException(
                $"labels are {labels}, not all finite, or none and no number of classes; class labels are needed.",
                nameof(labels)
            );
        }

        if (labels.Length == 0)
        {
            return torch
                .zeros([.. shape, classes!.Value], dtype: torch.ScalarType.Float64)
                .ToTensor();
        }

        // Truncated toward zero.
        var y = given.to(torch.ScalarType.Int64).flatten();
        var columns = classes is null or 0 ? y.max().item<long>() + 1 : classes.Value;
        // As an index, -1 is the last column, and so on down to the first.
        var (low, high) = (y.min().item<long>(), y.max().item<long>());
        if (low < -columns || high >= columns)
        {
            throw new ArgumentException(
                $"labels lie in {low} to {high}; with {columns} columns they must lie in 0 to {columns - 1}.",
                nameof(labels)
            );
        }

        Check.OneHot(labels, columns);
        return torch
            .nn.functional.one_hot(y.remainder(torch.tensor(columns)), columns)
            .to(torch.ScalarType.Float64)
            .reshape([.. shape, columns])
            .ToTensor();
    }

    /// <inheritdoc cref="IOperations.ArgMax"/>
    public static Tensor ArgMax(Tensor x, int? axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (axis is { } given && (given < -x.Rank || given >= x.Rank))
        {
            throw new ArgumentOutOfRangeException(
                nameof(axis),
                $"Axis {given} was given for {x}; axes are {-x.Rank} to {x.Rank - 1}."
            );
        }

        if (
            axis is { } reduced
                ? x.Shape[reduced < 0 ? reduced + x.Rank : reduced] == 0
                : x.Length == 0
        )
        {
            throw new ArgumentException(
                $"x is {x}: there is no maximum of nothing; give at least one value.",
                nameof(x)
            );
        }

        using var scope = torch.NewDisposeScope();
        var values = x.ToTorch(torch.CPU);
        return (axis is { } along ? values.argmax(along) : values.flatten().argmax()).ToTensor();
    }
}
