using System.Text.Json.Nodes;
using Mlp.Optimizers;

namespace Mlp.Data;

/// <summary>An optimizer with its schedule and all its parameters.</summary>
internal static class OptimizerJson
{
    public static JsonObject Write(Optimizer optimizer)
    {
        var json = new JsonObject
        {
            ["name"] = optimizer.Name,
            ["learning_rate"] = LearningRateJson.Write(optimizer.LearningRate),
        };
        switch (optimizer)
        {
            case Sgd sgd:
                json.Add("momentum", Json.Number(sgd.Momentum));
                json.Add("nesterov", sgd.Nesterov);
                break;
            case Adam adam:
                json.Add("beta_1", Json.Number(adam.Beta1));
                json.Add("beta_2", Json.Number(adam.Beta2));
                json.Add("epsilon", Json.Number(adam.Epsilon));
                break;
            case RmsProp rms:
                json.Add("rho", Json.Number(rms.Rho));
                json.Add("momentum", Json.Number(rms.Momentum));
                json.Add("epsilon", Json.Number(rms.Epsilon));
                json.Add("centered", rms.Centered);
                break;
            default:
                throw new NotSupportedException($"An optimizer {optimizer} cannot be saved.");
        }

        json.AddOptional("weight_decay", optimizer.WeightDecay);
        json.AddOptional("clipnorm", optimizer.ClipNorm);
        json.AddOptional("global_clipnorm", optimizer.GlobalClipNorm);
        json.AddOptional("clipvalue", optimizer.ClipValue);
        return json;
    }

    public static Optimizer Read(Fields fields)
    {
        var standard = Optimizer.Parse(fields.Text("name"));
        var rate = LearningRateJson.Read(fields.Object("learning_rate"));
        Optimizer optimizer = standard switch
        {
            Sgd => new Sgd(rate, fields.Number("momentum"), fields.Flag("nesterov")),
            Adam => new Adam(
                rate,
                fields.Number("beta_1"),
                fields.Number("beta_2"),
                fields.Number("epsilon")
            ),
            RmsProp => new RmsProp(
                rate,
                fields.Number("rho"),
                fields.Number("momentum"),
                fields.Number("epsilon"),
                fields.Flag("centered")
            ),
            _ => throw new NotSupportedException($"An optimizer {standard} cannot be loaded."),
        };
        optimizer = optimizer with
        {
            WeightDecay = fields.OptionalNumber("weight_decay"),
            ClipNorm = fields.OptionalNumber("clipnorm"),
            GlobalClipNorm = fields.OptionalNumber("global_clipnorm"),
            ClipValue = fields.OptionalNumber("clipvalue"),
        };
        fields.Done();
        return optimizer;
    }
}
