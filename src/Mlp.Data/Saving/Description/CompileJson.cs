using System.Text.Json.Nodes;

namespace Mlp.Data;

/// <summary>How a model is trained and watched.</summary>
internal static class CompileJson
{
    private static readonly Dictionary<string, Precision> Precisions = new()
    {
        ["float32"] = Precision.Float32,
        ["float64"] = Precision.Float64,
    };

    public static JsonObject Write(CompileSpec compile) =>
        new()
        {
            ["loss"] = LossJson.Write(compile.Loss),
            ["optimizer"] = OptimizerJson.Write(compile.Optimizer),
            ["metrics"] = Json.List(compile.Metrics.Select(MetricJson.Write)),
            ["weighted_metrics"] = Json.List(compile.WeightedMetrics.Select(MetricJson.Write)),
            ["precision"] = Precisions.Single(known => known.Value == compile.Precision).Key,
        };

    public static CompileSpec Read(Fields fields)
    {
        var compile = new CompileSpec(
            LossJson.Read(fields.Object("loss")),
            OptimizerJson.Read(fields.Object("optimizer"))
        )
        {
            Metrics = [.. fields.Objects("metrics").Select(MetricJson.Read)],
            WeightedMetrics = [.. fields.Objects("weighted_metrics").Select(MetricJson.Read)],
            Precision = fields.Known("precision", Precisions),
        };
        fields.Done();
        return compile;
    }
}
