using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance;

/// <summary>How far whole trainings may drift apart: relative to the largest value of a tensor, by optimizer and number of steps.</summary>
internal static class FitBounds
{
    private const int ShortSteps = 40;
    private const int MostSteps = 800;

    /// <summary>The bounds of every output of a fit.</summary>
    /// <exception cref="InvalidCaseException">It has more than 800 steps: beyond, only statistics over seeds agree.</exception>
    public static Dictionary<string, Bound> Of(Case value, Node.Map truth, Precision precision)
    {
        var (rows, validation, weights) = Rows(value);
        var evaluated = rows;
        var fit = SpecReader.Fit(value.Params["fit"].AsMap());
        var compile = SpecReader.Compile(value.Params, precision);
        if (fit.ValidationSplit > 0 && validation == 0)
        {
            var train = (int)Math.Floor(rows * (1.0 - fit.ValidationSplit));
            (rows, validation) = (train, rows - train);
        }

        var tolerance = Tolerance(value.Id, fit, compile.Optimizer, rows, precision);
        var largest = LargestWeight(truth);
        var accuracies = compile
            .MetricKeys.Zip(compile.Metrics.Concat(compile.WeightedMetrics))
            .Where(pair => MetricBounds.Counts(pair.Second))
            .Select(pair => pair.First)
            .ToHashSet();
        return truth
            .Leaves()
            .ToDictionary(leaf => leaf.Path, leaf => OfLeaf(leaf.Path.Split('/'), leaf.Leaf));

        Bound OfLeaf(string[] path, Node leaf)
        {
            if (
                leaf is not Node.OfTensor { Value: var tensor }
                || tensor.Type is not (ElementType.Float32 or ElementType.Float64)
            )
            {
                return Bounds.Exact;
            }

            return path[0] switch
            {
                "final_weights" => Bounds.Half("fit_weights", tolerance * largest),
                "final_weights_digest" => Bounds.Half(
                    "fit_weights",
                    Digest(truth, path, tensor, tolerance, largest)
                ),
                "predict" or "predict_first_20_validation" => Bounds.Half(
                    "fit_predictions",
                    tolerance * Largest(tensor)
                ),
                _ => Figures(path, tensor),
            };
        }

        // Losses and metrics are scalars, each held by itself.
        Bound Figures(string[] path, Tensor tensor)
        {
            var name = path[^1];
            var isValidation = name.StartsWith("val_", StringComparison.Ordinal);
            var key = isValidation ? name[4..] : name;
            var seen = path[0] switch
            {
                "history" => isValidation ? validation : rows,
                "evaluate_unweighted" or "evaluate_weighted" => evaluated,
                _ => Math.Min(
                    (int.Parse(path[1], System.Globalization.CultureInfo.InvariantCulture) + 1)
                        * fit.BatchSize,
                    rows
                ),
            };
            // A row that sits between two classes may fall on either side: 1 in 1,000.
            var turned = accuracies.Contains(key) ? seen / 1000 * LargestShare(seen, weights) : 0;
            double[] fail =
            [
                .. tensor
                    .ToFloat64()
                    .Values.ToArray()
                    .Select(expected => turned + tolerance * Math.Max(1, Math.Abs(expected))),
            ];
            return new(
                accuracies.Contains(key) ? "fit_accuracy" : "fit_figures",
                Bounds.Tidy(fail),
                Bounds.Tidy(Array.ConvertAll(fail, bound => bound / 2))
            );
        }
    }

    private static double Tolerance(
        string id,
        FitSpec fit,
        Optimizer optimizer,
        int rows,
        Precision precision
    )
    {
        var steps = fit.Epochs * ((rows + fit.BatchSize - 1) / fit.BatchSize);
        if (steps > MostSteps)
        {
            throw new InvalidCaseException(
                $"{id} trains {steps} steps; beyond {MostSteps} only statistics over seeds agree, and no bound holds."
            );
        }

        var single = steps <= ShortSteps ? 1e-6 : 1e-5;
        // Division by a root of squared gradients turns small differences into large ones.
        var adaptive = optimizer is Sgd ? 1 : 20;
        return single * adaptive * (precision == Precision.Float32 ? 1 : Math.ScaleB(1, -29));
    }

    private static (int Rows, int Validation, double[]? Weights) Rows(Case value)
    {
        if (value.Params.TryGet("data", out var data))
        {
            return (
                Range(data.AsMap()["train_rows"]),
                Range(data.AsMap()["validation_rows"]),
                null
            );
        }

        return (
            value.Inputs["x"].AsTensor().Rows,
            value.Inputs.TryGet("validation", out var validation)
                ? validation.AsMap()["x"].AsTensor().Rows
                : 0,
            value.Inputs.TryGet("sample_weight", out var weights)
                ? weights.AsTensor().ToFloat64().Values.ToArray()
                : null
        );
    }

    private static int Range(Node node) =>
        node.AsList()[1].AsInteger() - node.AsList()[0].AsInteger();

    private static double LargestShare(int rows, double[]? weights) =>
        weights is null
            ? 1.0 / rows
            : weights.Max(Math.Abs) / Math.Max(Math.Abs(weights.Sum()), double.Epsilon);

    // A bias shares the scale of its model: its error comes from sums of gradients, not from its own size.
    private static double LargestWeight(Node.Map truth) =>
        truth
            .Leaves()
            .Where(leaf =>
                leaf.Path.StartsWith("final_weights/", StringComparison.Ordinal)
                || leaf.Path.EndsWith("/max_abs", StringComparison.Ordinal)
            )
            .Select(leaf => Largest(leaf.Leaf.AsTensor()))
            .DefaultIfEmpty(0)
            .Max();

    private static double Largest(Tensor tensor) =>
        tensor.Length == 0 ? 0 : tensor.ToFloat64().Values.ToArray().Max(Math.Abs);

    // Errors of many weights add up as their root: n values of which each is off by tolerance * largest.
    private static double Digest(
        Node.Map truth,
        string[] path,
        Tensor tensor,
        double tolerance,
        double largest
    )
    {
        var digest = truth["final_weights_digest"]
            .AsList()[int.Parse(path[1], System.Globalization.CultureInfo.InvariantCulture)]
            .AsMap();
        var count = digest["shape"]
            .AsList()
            .Aggregate(1.0, (product, size) => product * size.AsNumber());
        var each = tolerance * largest;
        return path[2] switch
        {
            "sum" => Math.Sqrt(count) * each + tolerance * Math.Abs(tensor[0]),
            "sum_sq" => 2 * each * Math.Sqrt(count * tensor[0]) + tolerance * tensor[0],
            _ => each,
        };
    }
}
