using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance;

/// <summary>One entry of the tolerance policy.</summary>
/// <param name="Name">Its name in fixtures and failures.</param>
/// <param name="Formula">The failing bound, as text. u is the unit roundoff of the type (2^-24, 2^-53), eta its smallest normal number.</param>
/// <param name="Reason">Why that much, and no more; and where the warning lies.</param>
public sealed record ToleranceEntry(string Name, string Formula, string Reason);

/// <summary>
/// The tolerance policy: how far each output of each case may lie from its expectation. Every bound is absolute, per element,
/// and follows the condition of the operation at the inputs of the case; nothing is relative to a result that may have cancelled.
/// </summary>
public static class Tolerance
{
    private const string Warned = " Warning: half.";

    /// <summary>All entries by name.</summary>
    public static IReadOnlyDictionary<string, ToleranceEntry> Entries { get; } =
        new ToleranceEntry[]
        {
            new(
                "exact",
                "0",
                "Nothing is rounded: masks, labels, counts, whole numbers, plain values. NaN and infinities in the same places."
            ),
            new(
                "elementary",
                "sigmoid 4, tanh 5, softplus 6, leaky_relu 2 ULP + eta; slopes: sigmoid 12*u*s, tanh u*(2 + 12*y^2), softplus 4 ULP, leaky_relu 1 ULP, times |upstream|, + u*|g|",
                "A good elementary function is off by a few units in the last place; s*(1-s) and 1-y^2 keep the error of what has come to 1. Warning: 1 ULP, slopes half."
            ),
            new(
                "exp_minus_1",
                "4*u*|alpha*scale| + 3 ULP + eta; slope the same with 5 ULP",
                "exp(x) - 1 is off by its rounding at 1. Warning: 4 ULP, which expm1 keeps."
            ),
            new(
                "gated",
                "gelu 6*u*|x| (approximate 8), silu 6 ULP; slopes 8*u*|upstream| and u*s*(12 + 10*|x|)*|upstream|, + eta",
                "1 + erf(x) loses the digits of a small sum, so the error follows x, not y."
                    + Warned
            ),
            new(
                "softmax",
                "p*u*(|x - max| + n + 8) + eta; slope by its running error",
                "The error of exp(x - max) follows |x - max|, that of the sum n. Warning: with 2*sqrt(n) for n."
            ),
            new(
                "log_softmax",
                "4*u*(|x - max| + ln n + 1) + eta; slope by its running error",
                "Absolute: a logarithm near 0 has no digits to be relative to." + Warned
            ),
            new(
                "cross_entropy_logits",
                "sum|t_j| * 4*u*(max x - x_j + ln C + 1) + m*u*sum|t_j*l_j| for m > 1 targets that are not 0",
                "log-sum-exp is off by the spread of the logits, however small the loss comes out."
                    + Warned
            ),
            new(
                "cross_entropy_probabilities",
                "sum|t_j| * 4*u*(|log c_j| + C*sum|p|/|sum p|) + m*u*sum|t_j*log c_j| for m > 1 targets that are not 0; binary + |1-t|*|log((1 - upper)/1e-7)| where the upper clip, rounded to the type, decides",
                "The division by the row's sum is off by C*u, the logarithm by a few ULP; 1 - 1e-7 is 0.99999988 in float32."
                    + Warned
            ),
            new(
                "squared_error",
                "mean over k outputs of (k+4)*u*d^2 + 2*|d|*c + c^2, d = p - y, c what is lost when p and y are brought into the type",
                "The difference of two numbers of the type is exact to u*|d|, however large they are."
                    + Warned
            ),
            new(
                "absolute_error",
                "mean over k outputs of (k+3)*u*|d| + c",
                "As squared_error." + Warned
            ),
            new(
                "weighted_reduction",
                "(N+4)*u*sum|w*l|/|D| + sum|w|*b/|D| + eta, b the bound of each loss; and (N+4)*u*(sum|w|/|D|)*|value| where D is a sum of weights",
                "Products, a sum in any order, a division and a running total. Warning: 4*(log2 N + 1) for N + 4, which a tree of lanes keeps; half of b."
            ),
            new(
                "loss_gradient",
                "|w/D| * (slope's bound + 3*u*|slope|) + eta; slopes: logits p*u*(|x - max| + C + 8) + t*(sum of these) + 2*u*(p + t), probabilities (2C + 12)*u*(t/p + 1/sum p), binary 8*u*(t/p + (1-t)/(1-p)), squared 8*u*|d|/k, absolute 2*u/k",
                "The condition of the slope, which for probabilities grows as 1/p." + Warned
            ),
            new(
                "dense",
                "(K+1)*u*sum|a||b| for a sum of K products, carried through the activation and into the gradients",
                "Any order of a sum of products stays within it, and no cancellation is forgiven or blamed. Warning: at most 8 for K."
            ),
            new("integers", "0", "Sums of whole numbers below 2^24 are exact in any order."),
            new(
                "network",
                "K*u*sum|a||b| + sum|w|*(bound of the input) in every layer, through the activations",
                "Running error analysis from the inputs to the outputs. Warning: 8 for K."
            ),
            new(
                "optimizer_step",
                "sum over steps of 4 ULP of the larger of w before and after + (c + r)*u*|move|, all gradients taken as |g|; c = 4 (SGD), 8 + 2/(1-b1) + 1/(1-b2) (Adam), 8 + (8 + t + 1/(1-rho))*cond/2 (RMSprop), + n/2 + 4 for a norm over n; r the rate's",
                "Every step rounds the weight and the move; in float32 1 - beta has few digits, and powers of beta cancel against 1. Warning: 1 ULP and half."
            ),
            new(
                "learning_rate",
                "u*|rate| * (constant 1, others 8; exponential + |e| + 2*|e*ln rate|, e the exponent); polynomial and cosine by the size of their terms",
                "A power multiplies the relative error of its base by the exponent; 1 + cos cancels near the end. Warning: u*|rate| and half."
            ),
            new(
                "accuracy",
                "(B+3)*u*|value| after B batches; weighted 2*(N+4)*u*sum|w|/|sum w|",
                "Hits are counted exactly; a wrong count is off by 1/N." + Warned
            ),
            new(
                "metric_mean",
                "as weighted_reduction, D the rows or the sum of weights; its root: bound/(2*root) + 2*u*root",
                "A mean over rows, however they come in batches."
            ),
            new(
                "running_mean",
                "(n+4)*u*sum|w*v|/|sum w| + (n+4)*u*(sum|w|/|sum w|)*|value| + eta",
                "Total and count, each a sum. Warning: 4*(log2 n + 1) for n + 4."
            ),
            new(
                "scaler_mean",
                "N*2^-53*mean|x|; with weights 2N + 2 for N",
                "Statistics are float64 whatever the input. Held against 60 digits where a case has them."
            ),
            new(
                "scaler_variance",
                "4*N*2^-53*var + (N*2^-53*mean|x|)^2, merged chunks + 4*N*2^-53*mean|x|*sqrt(var); scale: bound/(2*scale) + 2^-53*scale, 0 for a constant column",
                "A two-pass or Welford sum keeps it; E[x^2] - E[x]^2 does not."
            ),
            new(
                "scaler_rows",
                "(mean's bound + 3*u*|x - mean| + |x - mean|*(scale's bound)/scale)/scale; inverse: that times scale, + u*(2*|x - mean| + 2*|x| + |mean|)",
                "The bounds of mean and scale, carried through two operations in the type of the rows."
                    + Warned
            ),
            new(
                "fit_figures",
                "t*max(1, |expected|); t = 1e-6 to 40 steps, 1e-5 to 800, 20 times that for Adam and RMSprop; in float64 times 2^-29",
                "Differences of rounding grow with the steps; Keras in float32 against Keras in float64 stays within."
                    + Warned
            ),
            new(
                "fit_accuracy",
                "t + (rows seen / 1000, rounded down) / rows",
                "A row that sits between two classes may fall on either side: 1 in 1,000." + Warned
            ),
            new(
                "fit_weights",
                "t*(largest weight of the model), t as in fit_figures; digests: sum sqrt(n) times that, sum of squares by Cauchy and Schwarz",
                "Their error comes from sums of gradients, not from their own size." + Warned
            ),
            new(
                "fit_predictions",
                "t*(largest prediction), t as in fit_figures, + what network allows one forward pass with the final weights",
                "The weights have drifted, and one pass rounds by itself, the more the wider the net."
                    + Warned
            ),
            new(
                "imported",
                "max(1e-6, 8*f32_gap)*max(1, |expected64|)",
                "The rule of the imported files: what the library itself was off in float32, eight times. Warning: the policy's own bound, where smaller."
            ),
            new(
                "imported_float64",
                "1e-9*max(1, |expected64|)",
                "The rule of the imported files for float64. Warning: the policy's own bound, where smaller."
            ),
            new(
                "imported_float32",
                "1e-6*max(1, |expected|)",
                "Where float32 itself decides (f32_asymmetry), the value in float32 is what is due."
            ),
        }.ToDictionary(entry => entry.Name);

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
    /// as warning where it has an entry.
    /// </summary>
    public static IReadOnlyDictionary<string, Bound> Of(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Bounds ?? Imported.Bounds(value);
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
                        LossBounds.Samples(loss, labels, predictions, r),
                        weights,
                        weightRoundings,
                        predictions.Length,
                        r
                    )
            );
        }

        return path == "none"
            ? Bounds.Of(
                LossBounds.Policy(loss),
                precision,
                r =>
                    LossBounds.None(
                        LossBounds.Samples(loss, labels, predictions, r),
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
                        LossBounds.Samples(loss, labels, predictions, r),
                        weights,
                        weightRoundings,
                        r
                    )
            );
    }

    private static Bound OfActivation(Case value, string path, Precision precision)
    {
        var activation = SpecReader.Activation(value.Op, value.Params);
        if (activation is Activation.Linear or Activation.Relu)
        {
            return Bounds.Exact;
        }

        var x = value.Inputs["x"].AsTensor();
        var upstream = value.Inputs.TryGet("upstream", out var node)
            ? Values(node)
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

                return [.. bounds];
            }
        );
    }

    private static Dictionary<string, Bound> Dense(Case value, Node.Map truth, Precision precision)
    {
        if (value.Tags.Contains("integers"))
        {
            var exact = Bounds.Exact with { Policy = "integers" };
            return truth.Leaves().ToDictionary(leaf => leaf.Path, _ => exact);
        }

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
                        LossBounds.Samples(compile.Loss, labels, predictions, r),
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
