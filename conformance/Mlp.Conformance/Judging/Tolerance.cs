using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance;

/// <summary>
/// The tolerance policy: how far each output of each case may lie from its expectation. Every bound is absolute, per element,
/// and follows the condition of the operation at the inputs of the case; nothing is relative to a result that may have cancelled.
/// </summary>
public static class Tolerance
{
    /// <summary>All entries by name.</summary>
    public static IReadOnlyDictionary<string, ToleranceEntry> Entries => Policy.Entries;

    /// <summary>The bounds of a golden case by path of output, for a backend that computes in <paramref name="precision"/>.</summary>
    /// <param name="value">The case; its expectation is not read.</param>
    /// <param name="truth">Its outputs in float64: every leaf gets a bound.</param>
    /// <param name="precision">What is computed in; the truth itself is held to the bounds in float64.</param>
    /// <exception cref="InvalidCaseException">No bound can be given.</exception>
    /// <exception cref="NotSupportedException">The case names something that this library does not have.</exception>
    public static IReadOnlyDictionary<string, Bound> Of(
        Case value,
        Node.Map truth,
        Precision precision
    )
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(truth);
        if (truth.TryGet("raises", out _))
        {
            return truth.Leaves().ToDictionary(leaf => leaf.Path, _ => Bounds.Exact);
        }

        // What is tagged so is asked only for what stays exact.
        if (value.Tags.Contains("integers") && value.Family is ("dense" or "optimizers" or "fit"))
        {
            var exact = Bounds.Exact with { Policy = "integers" };
            return truth.Leaves().ToDictionary(leaf => leaf.Path, _ => exact);
        }

        return value.Family switch
        {
            "fit" or "fit_real" => FitBounds.Of(value, truth, precision),
            "history" when value.Op == "fit_history" => FitBounds.Of(value, truth, precision),
            "scaler" => ScalerBounds.Of(value, truth),
            "dense" => Dense(value, truth, precision),
            "optimizers" => Optimize(value, truth, precision),
            _ => truth
                .Leaves()
                .ToDictionary(
                    leaf => leaf.Path,
                    leaf =>
                        leaf.Leaf is Node.OfTensor { Value: var tensor } && IsFloat(tensor)
                            ? OfTensor(value, leaf.Path, tensor, precision)
                            : Bounds.Exact
                ),
        };
    }

    /// <summary>
    /// The bounds a case is judged by: its own, or for an imported case (without any) those of its file's rule, with the policy
    /// as warning where it has an entry. A training whose noise was measured warns by that, and an imported one does not fail
    /// within it.
    /// </summary>
    public static IReadOnlyDictionary<string, Bound> Of(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var bounds = value.Bounds ?? Imported.Bounds(value);
        return Trajectories.Covers(value) && NoiseEnvelope.Recorded.Of(value.Id) is { } noise
            ? bounds.ToDictionary(
                bound => bound.Key,
                bound =>
                    !noise.TryGetValue(bound.Key, out var envelope) ? bound.Value
                    : value.Bounds is null && bound.Value.Policy == "imported"
                        ? NoFailureWithin(envelope, bound.Value)
                    : WarnedBy(envelope, bound.Value)
            )
            : bounds;
    }

    private static Bound WarnedBy(double envelope, Bound bound) =>
        bound with
        {
            Warn = Tensor.Scalar(NoiseEnvelope.Warning * envelope),
        };

    // Right runs lie as far apart as the envelope, which the rule of a file does not know. Where it is narrower, it warns.
    private static Bound NoFailureWithin(double envelope, Bound bound)
    {
        double[] rule = [.. bound.Fail.Values];
        int[] shape = [.. bound.Fail.Shape];
        return rule.Any(fail => envelope > fail)
            ? bound with
            {
                Fail = Tensor.Create([.. rule.Select(fail => Math.Max(fail, envelope))], shape),
                Warn = Tensor.Create(
                    [
                        .. rule.Select(fail =>
                            envelope > fail ? fail : NoiseEnvelope.Warning * envelope
                        ),
                    ],
                    shape
                ),
            }
            : WarnedBy(envelope, bound);
    }

    private static Bound OfTensor(Case value, string path, Tensor truth, Precision precision) =>
        value.Family switch
        {
            "losses" or "loss_gradients" or "weighted_losses" or "refusals" => OfLoss(
                value,
                path,
                precision
            ),
            "activations" => OfActivation(value, path, precision),
            "lr_schedules" => Rates(
                SpecReader.LearningRate(value.Op, value.Params),
                [.. Values(value.Inputs["steps"])],
                truth,
                precision
            ),
            "metrics" when value.Op == "compile_evaluate" => OfEvaluation(
                value,
                path,
                truth,
                precision
            ),
            "metrics" => OfMetric(value, path, truth, precision),
            "history" => Bounds.Of(
                "running_mean",
                precision,
                r =>
                    MetricBounds.RunningMean(
                        Values(value.Inputs["values"]),
                        Values(value.Inputs["weights"]),
                        r
                    )
            ),
            "predict" => Bounds.Of(
                "network",
                precision,
                r =>
                    LayerBounds.Predict(
                        SpecReader.Model(value.Params),
                        value.Inputs["x"].AsTensor(),
                        [.. value.Inputs["weights"].AsList().Select(node => node.AsTensor())],
                        r
                    )
            ),
            // One-hot rows and split sizes.
            "onehot_argmax" or "splits" => Bounds.Exact,
            var family => throw new NotSupportedException($"The policy has no entry for {family}."),
        };

    private static Bound OfLoss(Case value, string path, Precision precision)
    {
        var loss = SpecReader.Loss(value.Op, value.Params);
        var (labels, predictions) = (
            value.Inputs["y_true"].AsTensor(),
            value.Inputs["y_pred"].AsTensor()
        );
        var weights = value.Inputs.TryGet("sample_weight", out var node) ? Values(node) : null;
        // A class weight is brought into the type, and multiplied by the row's own.
        var weightRoundings = value.Inputs.TryGet("class_weight", out _) ? 2 : 0;
        if (path.StartsWith("grad_", StringComparison.Ordinal))
        {
            var reduction =
                path == "grad_y_pred"
                    ? loss.Reduction
                    : SpecReader.Reduction(path["grad_".Length..]);
            return Bounds.Of(
                "loss_gradient",
                precision,
                r =>
                    LossBounds.Gradient(
                        reduction,
                        SampleBounds.Of(loss, labels, predictions, r),
                        weights,
                        weightRoundings,
                        predictions.Length,
                        r
                    )
            );
        }

        return path == "none"
            ? Bounds.Of(
                SampleBounds.Policy(loss),
                precision,
                r =>
                    LossBounds.None(
                        SampleBounds.Of(loss, labels, predictions, r),
                        weights,
                        weightRoundings,
                        r
                    )
            )
            : Bounds.Of(
                "weighted_reduction",
                precision,
                r =>
                    LossBounds.Reduced(
                        SpecReader.Reduction(path),
                        SampleBounds.Of(loss, labels, predictions, r),
                        weights,
                        weightRoundings,
                        r
                    )
            );
    }

    private static Bound OfActivation(Case value, string path, Precision precision)
    {
        var (activation, axis) = SpecReader.ActivationAlong(value.Op, value.Params);
        if (activation is Activation.Linear or Activation.Relu)
        {
            return Bounds.Exact;
        }

        var given = value.Inputs["x"].AsTensor();
        var along = axis is { } asked ? Axes.Of(asked, given.Rank) : given.Rank - 1;
        var x = Moved(given);
        var upstream = value.Inputs.TryGet("upstream", out var node)
            ? Values(Moved(node.AsTensor()))
            : new double[x.Length];
        var width = activation is Activation.Softmax or Activation.LogSoftmax
            ? x.Shape[^1]
            : x.Length;
        return Bounds.Of(
            ActivationBounds.Policy(activation),
            precision,
            r =>
            {
                var (values, bounds) = (Values(x), new List<double>());
                for (var start = 0; start < values.Length; start += width)
                {
                    var row = ActivationBounds.Of(
                        activation,
                        values.AsSpan(start, width),
                        new double[width],
                        upstream.AsSpan(start, width),
                        r
                    );
                    bounds.AddRange(path == "y" ? row.YBound : row.GBound);
                }

                return axis is null
                    ? [.. bounds]
                    : Values(
                        Axes.Permute(
                            Tensor.Create([.. bounds], [.. x.Shape]),
                            Axes.FromLast(x.Rank, along)
                        )
                    );
            }
        );

        Tensor Moved(Tensor tensor) =>
            axis is null ? tensor : Axes.Permute(tensor, Axes.ToLast(tensor.Rank, along));
    }

    private static Dictionary<string, Bound> Dense(Case value, Node.Map truth, Precision precision)
    {
        var activation = SpecReader.Activation(
            value.Params.TryGet("activation", out var node) ? node : null
        );
        return truth
            .Leaves()
            .ToDictionary(
                leaf => leaf.Path,
                leaf =>
                    Bounds.Of(
                        "dense",
                        precision,
                        r =>
                            LayerBounds.Dense(
                                activation,
                                value.Inputs["x"].AsTensor(),
                                value.Inputs["kernel"].AsTensor(),
                                value.Inputs["bias"].AsTensor(),
                                value.Inputs["upstream"].AsTensor(),
                                r
                            )[leaf.Path]
                    )
            );
    }

    private static Dictionary<string, Bound> Optimize(
        Case value,
        Node.Map truth,
        Precision precision
    )
    {
        var optimizer = SpecReader.Optimizer(value.Op, value.Params);
        var bounds = new Dictionary<string, Bound>();
        var steps = value.Inputs["grads"].AsList();
        double[] rates = truth.TryGet("learning_rate_used", out var used)
            ? Values(used)
            : throw new InvalidCaseException(
                $"{value.Id} needs 'learning_rate_used' for its bounds."
            );
        bounds["learning_rate_used"] = Rates(
            optimizer.LearningRate,
            [.. Enumerable.Range(0, rates.Length).Select(step => (double)step)],
            used.AsTensor(),
            precision
        );
        var weights = Variables(value.Inputs["weights"]);
        double[][][] gradients = [.. steps.Select(Variables)];
        double[][][] expected = [.. truth["weights_after_step"].AsList().Select(Variables)];
        var (fail, warn) = (Level(false), Level(true));
        for (var step = 0; step < expected.Length; step++)
        {
            for (var v = 0; v < expected[step].Length; v++)
            {
                bounds[$"weights_after_step/{step}/{v}"] = new(
                    "optimizer_step",
                    Bounds.Tidy(fail[step][v]),
                    Bounds.Tidy(warn[step][v])
                );
            }
        }

        return bounds;

        List<List<double[]>> Level(bool warns) =>
            OptimizerBounds.Weights(
                optimizer,
                weights,
                gradients,
                expected,
                rates,
                new(precision, warns)
            );
    }

    private static Bound Rates(
        LearningRate rate,
        double[] steps,
        Tensor truth,
        Precision precision
    ) =>
        Bounds.Of(
            "learning_rate",
            precision,
            r => [.. steps.Select((step, i) => OptimizerBounds.Rate(rate, step, truth[i], r))]
        );

    private static Bound OfMetric(Case value, string path, Tensor truth, Precision precision)
    {
        var metric = SpecReader.Metric(
            value.Op,
            new([.. value.Params.Entries.Where(entry => entry.Key != "batch_size")])
        );
        var (labels, predictions) = (
            value.Inputs["y_true"].AsTensor(),
            value.Inputs["y_pred"].AsTensor()
        );
        var weights = value.Inputs.TryGet("sample_weight", out var node) ? Values(node) : null;
        if (path == "per_sample")
        {
            return MetricBounds.Counts(metric)
                ? Bounds.Exact
                : Bounds.Of(
                    "squared_error",
                    precision,
                    r => MetricBounds.PerSample(metric, labels, predictions, r)
                ) with
                {
                    Policy =
                        metric is Metrics.MeanAbsoluteError ? "absolute_error" : "squared_error",
                };
        }

        var rows = predictions.Rows;
        var batch = BatchSize(value);
        return Bounds.Of(
            MetricBounds.Policy(metric),
            precision,
            r =>
                [
                    .. Enumerable
                        .Range(0, truth.Length)
                        .Select(i =>
                            MetricBounds.Mean(
                                metric,
                                labels,
                                predictions,
                                weights,
                                path == "result" ? rows : Math.Min((i + 1) * batch, rows),
                                path == "result" ? Batches(rows, batch) : i + 1,
                                batch,
                                truth[i],
                                r
                            )
                        ),
                ]
        );
    }

    private static Bound OfEvaluation(Case value, string path, Tensor truth, Precision precision)
    {
        var compile = SpecReader.Compile(value.Params, precision);
        var (labels, predictions) = (
            value.Inputs["y_true"].AsTensor(),
            value.Inputs["y_pred"].AsTensor()
        );
        var weights = value.Inputs.TryGet("sample_weight", out var node) ? Values(node) : null;
        var name = path.Split('/')[^1];
        if (name == "loss")
        {
            return Bounds.Of(
                "weighted_reduction",
                precision,
                r =>
                    LossBounds.Reduced(
                        compile.Loss.Reduction,
                        SampleBounds.Of(compile.Loss, labels, predictions, r),
                        weights,
                        0,
                        r
                    )
            );
        }

        var index = compile.MetricKeys.ToList().IndexOf(name);
        Metric[] metrics = [.. compile.Metrics, .. compile.WeightedMetrics];
        return index < 0
            ? throw new InvalidCaseException($"{value.Id} expects '{path}', which no metric gives.")
            : Bounds.Of(
                MetricBounds.Policy(metrics[index]),
                precision,
                r =>
                    MetricBounds.Mean(
                        metrics[index],
                        labels,
                        predictions,
                        index < compile.Metrics.Count ? null : weights,
                        predictions.Rows,
                        Batches(predictions.Rows, BatchSize(value)),
                        BatchSize(value),
                        truth[0],
                        r
                    )
            );
    }

    private static int BatchSize(Case value) =>
        new Parameters(value.Op, value.Params).Integer("batch_size", 32);

    private static int Batches(int rows, int size) => (rows + size - 1) / size;

    private static double[][] Variables(Node node) => [.. node.AsList().Select(Values)];

    private static double[] Values(Node node) => Values(node.AsTensor());

    private static double[] Values(Tensor tensor) => tensor.ToFloat64().Values.ToArray();

    private static bool IsFloat(Tensor tensor) =>
        tensor.Type is ElementType.Float32 or ElementType.Float64;
}
