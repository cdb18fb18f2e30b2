using System.Text.Json.Nodes;

namespace Mlp.Data;

/// <summary>An activation with all its parameters.</summary>
internal static class ActivationJson
{
    public static JsonObject Write(Activation activation)
    {
        var json = new JsonObject { ["name"] = activation.Name };
        switch (activation)
        {
            case Activation.LeakyRelu leaky:
                json.Add("negative_slope", Json.Number(leaky.Slope));
                break;
            case Activation.Elu elu:
                json.Add("alpha", Json.Number(elu.Alpha));
                break;
            case Activation.Selu selu:
                json.Add("alpha", Json.Number(selu.Alpha));
                json.Add("scale", Json.Number(selu.Scale));
                break;
            case Activation.Gelu gelu:
                json.Add("approximate", gelu.Approximate);
                break;
        }

        return json;
    }

    public static Activation Read(Fields fields)
    {
        var activation = Activation.Parse(fields.Text("name")) switch
        {
            Activation.LeakyRelu => new Activation.LeakyRelu(fields.Number("negative_slope")),
            Activation.Elu => new Activation.Elu(fields.Number("alpha")),
            Activation.Selu => new Activation.Selu(fields.Number("alpha"), fields.Number("scale")),
            Activation.Gelu => new Activation.Gelu(fields.Flag("approximate")),
            var plain => plain,
        };
        fields.Done();
        return activation;
    }
}
