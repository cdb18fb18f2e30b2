namespace Mlp.TorchSharp;

/// <summary>The weight of each row: that of its class times its own.</summary>
internal static class RowWeightFormula
{
    /// <summary>
    /// <c>[n]</c>. The class of a row is its argmax where labels have several columns, else its label rounded half to even; a
    /// class not listed weighs 1.
    /// </summary>
    public static Tensor Weights(
        Tensor labels,
        IReadOnlyDictionary<int, double> classWeight,
        Tensor? sampleWeight,
        Precision precision
    )
    {
        using var scope = torch.NewDisposeScope();
        var y = labels.ToTorch(Precision.Float64, torch.CPU);
        var classes = y.dim() > 1 && y.shape[^1] > 1 ? y.argmax(-1) : y.flatten().round();
        var ofClasses = torch.ones_like(classes, torch.ScalarType.Float64);
        foreach (var (label, weight) in classWeight)
        {
            ofClasses = torch.where(
                classes.eq(torch.tensor(label)),
                ofClasses.Filled(weight),
                ofClasses
            );
        }

        var weights = ofClasses.to(precision.ScalarType());
        if (sampleWeight is not null)
        {
            weights *= sampleWeight.ToTorch(precision, torch.CPU).flatten();
        }

        return weights.ToTensor();
    }
}
