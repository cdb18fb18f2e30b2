using System.Text.Json.Nodes;

namespace Mlp.Data;

/// <summary>A model: the shape of its input, and its layers.</summary>
internal static class ModelJson
{
    public static JsonObject Write(ModelSpec model) =>
        new()
        {
            ["input"] = Json.List(model.InputShape.Select(size => (JsonNode)size)),
            ["layers"] = Json.List(model.Layers.Skip(1).Select(Write)),
        };

    public static ModelSpec Read(Fields fields)
    {
        var input = new Input(fields.Integers("input"));
        var model = new ModelSpec([input, .. fields.Objects("layers").Select(Layer)]);
        fields.Done();
        return model;
    }

    private static JsonObject Write(LayerSpec layer) =>
        layer switch
        {
            Flatten => new() { ["layer"] = "flatten" },
            Dense dense => new()
            {
                ["layer"] = "dense",
                ["units"] = dense.Units,
                ["activation"] = ActivationJson.Write(dense.Activation),
                ["kernel_initializer"] = Initializers.Name(dense.KernelInitializer),
                ["bias_initializer"] = Initializers.Name(dense.BiasInitializer),
            },
            _ => throw new NotSupportedException($"A layer {layer} cannot be saved."),
        };

    private static LayerSpec Layer(Fields fields)
    {
        LayerSpec layer = fields.Text("layer") switch
        {
            "flatten" => new Flatten(),
            "dense" => new Dense(
                fields.Integer("units"),
                ActivationJson.Read(fields.Object("activation"))
            )
            {
                KernelInitializer = Initializers.Parse(fields.Text("kernel_initializer")),
                BiasInitializer = Initializers.Parse(fields.Text("bias_initializer")),
            },
            var other => throw Names.Unknown("layer", other, ["flatten", "dense"]),
        };
        fields.Done();
        return layer;
    }
}
