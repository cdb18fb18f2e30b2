using System.Text.Json.Nodes;
using Mlp.Losses;

namespace Mlp.Data;

/// <summary>A loss with all its parameters.</summary>
internal static class LossJson
{
    private static readonly Dictionary<string, Reduction> Reductions = new()
    {
        ["sum_over_batch_size"] = Reduction.SumOverBatchSize,
        ["sum"] = Reduction.Sum,
        ["mean_with_sample_weight"] = Reduction.MeanWithSampleWeight,
    };

    public static JsonObject Write(Loss loss)
    {
        var json = new JsonObject
        {
            ["name"] = loss.Name,
            ["reduction"] = Reductions.Single(known => known.Value == loss.Reduction).Key,
        };
        switch (loss)
        {
            case SparseCategoricalCrossentropy sparse:
                json.Add("from_logits", sparse.FromLogits);
                json.AddOptional("ignore_class", sparse.IgnoreClass);
                break;
            case CategoricalCrossentropy categorical:
                json.Add("from_logits", categorical.FromLogits);
                json.Add("label_smoothing", Json.Number(categorical.LabelSmoothing));
                break;
            case BinaryCrossentropy binary:
                json.Add("from_logits", binary.FromLogits);
                json.Add("label_smoothing", Json.Number(binary.LabelSmoothing));
                break;
        }

        return json;
    }

    public static Loss Read(Fields fields)
    {
        Loss loss = Loss.Parse(fields.Text("name")) switch
        {
            SparseCategoricalCrossentropy => new SparseCategoricalCrossentropy(
                fields.Flag("from_logits"),
                fields.OptionalInteger("ignore_class")
            ),
            CategoricalCrossentropy => new CategoricalCrossentropy(
                fields.Flag("from_logits"),
                fields.Number("label_smoothing")
            ),
            BinaryCrossentropy => new BinaryCrossentropy(
                fields.Flag("from_logits"),
                fields.Number("label_smoothing")
            ),
            var plain => plain,
        };
        var reduction = fields.Known("reduction", Reductions);
        fields.Done();
        return loss with { Reduction = reduction };
    }
}
