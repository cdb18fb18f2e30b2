using System.Text.Json.Nodes;
using Mlp.Metrics;

namespace Mlp.Data;

/// <summary>A metric with its key and all its parameters.</summary>
internal static class MetricJson
{
    public static JsonObject Write(Metric metric)
    {
        var json = new JsonObject { ["name"] = metric.Name, ["key"] = metric.Key };
        switch (metric)
        {
            case BinaryAccuracy binary:
                json.Add("threshold", Json.Number(binary.Threshold));
                break;
            case TopKCategoricalAccuracy top:
                json.Add("k", top.K);
                break;
            case SparseTopKCategoricalAccuracy top:
                json.Add("k", top.K);
                break;
        }

        return json;
    }

    public static Metric Read(Fields fields)
    {
        Metric metric = Metric.Parse(fields.Text("name")) switch
        {
            BinaryAccuracy => new BinaryAccuracy(fields.Number("threshold")),
            TopKCategoricalAccuracy => new TopKCategoricalAccuracy(fields.Integer("k")),
            SparseTopKCategoricalAccuracy => new SparseTopKCategoricalAccuracy(fields.Integer("k")),
            var plain => plain,
        };
        var key = fields.Text("key");
        fields.Done();
        return metric with { Key = key };
    }
}
