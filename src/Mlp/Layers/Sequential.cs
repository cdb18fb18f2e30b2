using System.Globalization;
using System.Text;

namespace Mlp;

/// <summary>Layers one after another, as in Keras. It only describes: <c>Compile</c> makes something that trains.</summary>
/// <example><code>new Sequential(new Input(28, 28), new Flatten(), new Dense(300, "relu"), new Dense(10, "softmax"))</code></example>
public sealed class Sequential
{
    /// <summary>A model of these layers; the first is an <see cref="Input"/>.</summary>
    /// <exception cref="ArgumentException">The first layer is no <see cref="Input"/>, or a layer cannot follow the one before.</exception>
    public Sequential(params IEnumerable<LayerSpec> layers) => Spec = new ModelSpec(layers);

    /// <summary>The description that backends take.</summary>
    public ModelSpec Spec { get; }

    /// <summary>Layers, output shapes and parameter counts as a table.</summary>
    public string Summary()
    {
        List<(string Layer, string Shape, string Parameters)> rows =
        [
            ("Layer", "Output shape", "Parameters"),
        ];
        for (var i = 0; i < Spec.Layers.Count; i++)
        {
            long parameters = 0;
            if (Spec.Layers[i] is Dense dense)
            {
                parameters = ((long)Spec.Shapes[i - 1][0] + 1) * dense.Units;
            }

            rows.Add(
                (
                    Describe(Spec.Layers[i]),
                    "[batch, " + Tensor.FormatShape(Spec.Shapes[i])[1..],
                    Count(parameters)
                )
            );
        }

        var layerWidth = rows.Max(row => row.Layer.Length);
        var shapeWidth = rows.Max(row => row.Shape.Length);
        var countWidth = rows.Max(row => row.Parameters.Length);
        var text = new StringBuilder();
        foreach (var (layer, shape, parameters) in rows)
        {
            text.Append(layer.PadRight(layerWidth))
                .Append("  ")
                .Append(shape.PadRight(shapeWidth))
                .Append("  ");
            text.Append(parameters.PadLeft(countWidth)).Append('\n');
        }

        return text.Append("Total parameters: ")
            .Append(Count(Spec.ParameterCount))
            .Append('\n')
            .ToString();
    }

    private static string Describe(LayerSpec layer) =>
        layer switch
        {
            Dense { Activation: Activation.Linear } => "Dense",
            Dense dense => $"Dense ({dense.Activation.Name})",
            _ => layer.GetType().Name,
        };

    private static string Count(long parameters) =>
        parameters.ToString("N0", CultureInfo.InvariantCulture);
}
