using System.Runtime.InteropServices;

namespace Mlp.Data;

/// <summary>
/// Models as ONNX: <c>x</c> <c>[rows, ...]</c> in, <c>y</c> <c>[rows, outputs]</c> out, for any number of rows, in the precision of the weights.
/// Flatten becomes Flatten, Dense becomes Gemm and the operator of its activation. Parameters of activations are float32 in ONNX.
/// Source: onnx.proto; IR version 9, operator set 20.
/// </summary>
public static class OnnxFile
{
    /// <summary>Name of the input.</summary>
    public const string Input = "x";

    /// <summary>Name of the output.</summary>
    public const string Output = "y";

    private const int IrVersion = 9;
    private const int OperatorSet = 20;

    // A message of Protocol Buffers is no longer than 2 GiB.
    private const long LongestMessage = int.MaxValue;

    /// <summary>Writes a model. The file is written aside and renamed.</summary>
    /// <param name="model">What to export; its optimizer is left out.</param>
    /// <param name="path">The file; <c>.onnx</c> is its usual ending.</param>
    /// <exception cref="ArgumentException">The model has no layer to export.</exception>
    /// <exception cref="NotSupportedException">The weights are larger than 2 GiB.</exception>
    /// <example><code>model.ExportOnnx("fashion.onnx")</code></example>
    public static void ExportOnnx(this IModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        Aside.Write(
            path,
            Message(model.Spec, model.GetWeights(), model.Compiled.Precision).WriteTo
        );
    }

    /// <summary>The bytes of a model as ONNX.</summary>
    /// <param name="model">What the model is.</param>
    /// <param name="weights">Its weights, written in their precision.</param>
    /// <param name="precision">Type of inputs and outputs, where there are no weights to tell it.</param>
    /// <exception cref="ArgumentException">The model has no layer to export, or weights do not fit it.</exception>
    /// <exception cref="NotSupportedException">The weights are larger than 2 GiB.</exception>
    public static byte[] ToBytes(
        ModelSpec model,
        Weights weights,
        Precision precision = Precision.Float32
    )
    {
        ArgumentNullException.ThrowIfNull(weights);
        var message = Message(model, weights, weights.Count == 0 ? precision : weights.Precision);
        var stream = new MemoryStream((int)message.Length);
        message.WriteTo(stream);
        return stream.GetBuffer();
    }

    private static ProtoMessage Message(ModelSpec model, Weights weights, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(model);

        // Before any is turned into bytes: those of one variable can be more than an array holds.
        var bytes = model.ParameterCount * (precision == Precision.Float64 ? 8 : 4);
        if (bytes > LongestMessage)
        {
            throw TooLong(bytes);
        }

        Check.Weights(model, weights);
        if (model.Layers.Count == 1)
        {
            throw new ArgumentException(
                "The model is an Input alone; give it a Flatten or a Dense to export.",
                nameof(model)
            );
        }

        var graph = new ProtoMessage();
        foreach (var node in Nodes(model))
        {
            graph.Add(1, node.ToMessage());
        }

        graph.Add(2, "mlp");
        for (var i = 0; i < weights.Count; i++)
        {
            graph.Add(5, Constant(VariableName(i), weights[i]));
        }

        var type = DataType(precision);
        graph.Add(11, Value(Input, type, model.InputShape));
        graph.Add(12, Value(Output, type, model.OutputShape));
        var message = new ProtoMessage()
            .Add(1, IrVersion)
            .Add(2, "Mlp")
            .Add(7, graph)
            .Add(8, new ProtoMessage().Add(1, "").Add(2, OperatorSet));
        return message.Length <= LongestMessage ? message : throw TooLong(message.Length);
    }

    private static NotSupportedException TooLong(long bytes) =>
        new($"The model needs {bytes} bytes as ONNX; {LongestMessage} is the most in one file.");

    private static IEnumerable<OnnxNode> Nodes(ModelSpec model)
    {
        var from = Input;
        var dense = 0;
        for (var i = 1; i < model.Layers.Count; i++)
        {
            var to = i == model.Layers.Count - 1 ? Output : $"layer_{i}";
            if (model.Layers[i] is Dense layer)
            {
                var sum = layer.Activation is Activation.Linear ? to : $"{to}_sum";
                yield return new(
                    "Gemm",
                    [from, VariableName(2 * dense), VariableName((2 * dense) + 1)],
                    sum
                );
                foreach (var node in OnnxActivation.Nodes(layer.Activation, sum, to))
                {
                    yield return node;
                }

                dense++;
            }
            else
            {
                yield return new("Flatten", [from], to, ("axis", 1L));
            }

            from = to;
        }
    }

    private static string VariableName(int variable) =>
        $"dense_{variable / 2}/{(variable % 2 == 0 ? "kernel" : "bias")}";

    private static int DataType(Precision precision) => precision == Precision.Float64 ? 11 : 1;

    // TensorProto: dims 1, data_type 2, name 8, raw_data 9.
    private static ProtoMessage Constant(string name, Tensor values)
    {
        var tensor = new ProtoMessage();
        foreach (var size in values.Shape)
        {
            tensor.Add(1, size);
        }

        var bytes = values is Tensor<double> wide
            ? MemoryMarshal.AsBytes(wide.Values).ToArray()
            : MemoryMarshal.AsBytes(values.ToFloat32().Values).ToArray();
        return tensor
            .Add(2, DataType(values is Tensor<double> ? Precision.Float64 : Precision.Float32))
            .Add(8, name)
            .Add(9, bytes);
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; its elem_type 1, shape 2; dim 1: dim_value 1, dim_param 2.
    private static ProtoMessage Value(string name, int type, IReadOnlyList<int> shape)
    {
        var sizes = new ProtoMessage().Add(1, new ProtoMessage().Add(2, "rows"));
        foreach (var size in shape)
        {
            sizes.Add(1, new ProtoMessage().Add(1, size));
        }

        var tensor = new ProtoMessage().Add(1, type).Add(2, sizes);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, tensor));
    }
}
