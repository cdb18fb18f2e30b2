using Mlp.Losses;

namespace Mlp.TorchSharp;

/// <summary>Values of losses; slopes are autograd's.</summary>
internal static class LossFormula
{
    private const double Epsilon = 1e-7;

    /// <summary>Labels as the loss takes them: int64 <c>[n]</c> for the sparse one, else in the predictions' type.</summary>
    public static torch.Tensor Labels(
        Loss loss,
        Tensor labels,
        Precision precision,
        torch.Device device
    ) =>
        loss is SparseCategoricalCrossentropy
            ? labels.ToTorch(device).to(torch.ScalarType.Int64).flatten()
            : labels.ToTorch(precision, device);

    /// <summary>The loss under its reduction.</summary>
    /// <param name="loss">Which loss.</param>
    /// <param name="labels">As <see cref="Labels"/> gives them.</param>
    /// <param name="predictions"><c>[n, outputs]</c> or <c>[outputs]</c>.</param>
    /// <param name="weights"><c>[n]</c> or <c>[n, 1]</c>; null for none.</param>
    public static torch.Tensor Value(
        Loss loss,
        torch.Tensor labels,
        torch.Tensor predictions,
        torch.Tensor? weights
    )
    {
        // Ignored rows are left out before anything is computed, so that nothing in them, not even NaN, can count.
        torch.Tensor? kept = null;
        var (y, p, w) = (labels, predictions, weights);
        if (loss is SparseCategoricalCrossentropy { IgnoreClass: { } ignored })
        {
            kept = labels.ne(torch.tensor((long)ignored)).nonzero().flatten();
            y = y.index_select(0, kept);
            p = p.index_select(0, kept);
            w = w?.index_select(0, kept);
        }

        if (loss.Reduction == Reduction.MeanWithSampleWeight && HasNoWeight(p, w))
        {
            // 0, and its slope too, whatever the predictions are.
            return predictions.narrow(0, 0, 0).sum();
        }

        var reduced = Reduce(PerSample(loss, y, p), w, loss.Reduction);
        return loss.Reduction == Reduction.None && kept is not null
            ? reduced
                .new_zeros([labels.shape[0], .. reduced.shape.Skip(1)])
                .index_copy(0, kept, reduced)
            : reduced;
    }

    private static bool HasNoWeight(torch.Tensor predictions, torch.Tensor? weights) =>
        weights is null ? predictions.shape[0] == 0 : weights.sum().ToDouble() == 0;

    /// <summary>The loss of each sample: the mean over the last axis, or the cross-entropy along it.</summary>
    private static torch.Tensor PerSample(Loss loss, torch.Tensor labels, torch.Tensor predictions)
    {
        if (loss is SparseCategoricalCrossentropy sparse)
        {
            var ofLabels = LogProbabilities(predictions, sparse.FromLogits)
                .gather(-1, labels.unsqueeze(-1));
            return -ofLabels.squeeze(-1);
        }

        var (y, p) = Pair(labels, predictions);
        switch (loss)
        {
            case CategoricalCrossentropy categorical:
                y = Smooth(y, categorical.LabelSmoothing, p.shape[^1]);
                return -(y * LogProbabilities(p, categorical.FromLogits)).sum(-1);

            case BinaryCrossentropy { FromLogits: true } binary:
                // max(x,0) - x*y + log1p(exp(-|x|)) in another form: this one has its slope at 0 too.
                y = Smooth(y, binary.LabelSmoothing, 2);
                return (
                    (y * ActivationFormula.Softplus(-p)).Plus(
                        y.OneMinus() * ActivationFormula.Softplus(p)
                    )
                ).mean([-1]);

            case BinaryCrossentropy binary:
                y = Smooth(y, binary.LabelSmoothing, 2);
                var c = Clip(p);
                return -(y * c.log()).Plus(y.OneMinus() * c.OneMinus().log()).mean([-1]);

            case MeanSquaredError:
                return (p - y).Squared().mean([-1]);

            case MeanAbsoluteError:
                return AbsoluteValue(p - y).mean([-1]);

            default:
                throw new NotSupportedException($"{loss.Name} is not known to this backend.");
        }
    }

    /// <summary>[n] against [n, 1] becomes [n, 1] twice; plain broadcasting would make an n by n table.</summary>
    public static (torch.Tensor Labels, torch.Tensor Predictions) Pair(
        torch.Tensor labels,
        torch.Tensor predictions
    ) =>
        labels.dim() == predictions.dim()
            ? (labels, predictions)
            : (labels.reshape(-1, 1), predictions.reshape(-1, 1));

    // |d| as d times its sign, held fixed: slope 0 at 0, and NaN at NaN, where torch's abs has slope 0.
    private static torch.Tensor AbsoluteValue(torch.Tensor d) =>
        d * torch.where(d.isnan(), d, d.sign()).detach();

    // Probabilities are divided by their row's sum before they are clipped; logits are never clipped.
    private static torch.Tensor LogProbabilities(torch.Tensor predictions, bool fromLogits) =>
        fromLogits
            ? torch.nn.functional.log_softmax(predictions, -1)
            : Clip(predictions / predictions.sum(-1, keepdim: true)).log();

    // NaN passes, so that its slope is NaN, where torch's clamp has slope 0.
    private static torch.Tensor Clip(torch.Tensor p) =>
        torch.where(p.isnan(), p, p.Clamped(Epsilon, 1 - Epsilon));

    private static torch.Tensor Smooth(torch.Tensor labels, double smoothing, long parts) =>
        smoothing == 0 ? labels : labels.Times(1 - smoothing).Plus(smoothing / parts);

    /// <summary>Losses l and weights w to one value, or w*l.</summary>
    private static torch.Tensor Reduce(
        torch.Tensor losses,
        torch.Tensor? weights,
        Reduction reduction
    )
    {
        // Weights [n, 1] make the losses [n, 1]. A single sample of rank 1 has one loss, which all weights multiply.
        if (weights is not null && weights.dim() == 2)
        {
            losses = losses.reshape(-1, 1);
        }

        var weighted = weights is null ? losses : losses * weights;
        switch (reduction)
        {
            case Reduction.None:
                return weighted;

            case Reduction.Sum:
                return weighted.sum();

            case Reduction.SumOverBatchSize:
                return weighted.sum().DividedBy(Math.Max(1, weighted.numel()));

            case Reduction.MeanWithSampleWeight:
                return weighted.sum() / (weights ?? torch.ones_like(losses)).sum();

            default:
                throw new NotSupportedException($"{reduction} is not known to this backend.");
        }
    }
}
