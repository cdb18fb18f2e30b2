using System.Runtime.InteropServices;
using System.Text;
using Mlp;

namespace Benchmarks;

/// <summary>
/// The bytes of an ONNX model: a Gemm a layer, relu between them, softmax behind the last. As little of the format as the benchmark needs.
/// Source: onnx.proto (opset 17, IR version 8), Protocol Buffers' wire format.
/// </summary>
internal static class OnnxModel
{
    public const string Input = "x";
    public const string Output = "y";

    private const int Float32 = 1;
    private const int Opset = 17;
    private const int IrVersion = 8;

    /// <summary>A model of those layers and weights, for any number of rows.</summary>
    /// <exception cref="NotSupportedException">An activation is neither linear, relu nor a softmax at the end.</exception>
    public static byte[] Of(ModelSpec spec, Weights weights)
    {
        var graph = new Message().Text(2, "mlp");
        var from = Input;
        for (var layer = 0; layer < spec.Dense.Count; layer++)
        {
            var (kernel, bias, sum) = ($"w{layer}", $"b{layer}", $"z{layer}");
            graph.Nested(5, Tensor(kernel, weights[2 * layer]));
            graph.Nested(5, Tensor(bias, weights[(2 * layer) + 1]));
            var last = layer == spec.Dense.Count - 1;
            var operation = spec.Dense[layer].Activation switch
            {
                Activation.Linear => null,
                Activation.Relu => "Relu",
                Activation.Softmax when last => "Softmax",
                var other => throw new NotSupportedException(
                    $"Activation {other} has no place in the benchmark's ONNX models; use linear, relu, or softmax at the end."
                ),
            };
            var to = last ? Output : $"a{layer}";
            graph.Nested(1, Node("Gemm", operation is null ? to : sum, from, kernel, bias));
            if (operation is not null)
            {
                graph.Nested(1, Node(operation, to, sum));
            }

            from = to;
        }

        graph.Nested(11, Value(Input, spec.Inputs)).Nested(12, Value(Output, spec.Outputs));
        return new Message()
            .Number(1, IrVersion)
            .Nested(7, graph)
            .Nested(8, new Message().Text(1, "").Number(2, Opset))
            .ToArray();
    }

    // TensorProto: dims 1, data_type 2, name 8, raw_data 9.
    private static Message Tensor(string name, Mlp.Tensor values)
    {
        var tensor = new Message();
        foreach (var size in values.Shape)
        {
            tensor.Number(1, size);
        }

        return tensor
            .Number(2, Float32)
            .Text(8, name)
            .Bytes(9, MemoryMarshal.AsBytes(values.ToFloat32().Values));
    }

    // NodeProto: input 1, output 2, op_type 4.
    private static Message Node(string operation, string output, params string[] inputs)
    {
        var node = new Message();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        return node.Text(2, output).Text(4, operation);
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; its elem_type 1, shape 2; dim 1: dim_value 1, dim_param 2.
    private static Message Value(string name, int width) =>
        new Message()
            .Text(1, name)
            .Nested(
                2,
                new Message().Nested(
                    1,
                    new Message()
                        .Number(1, Float32)
                        .Nested(
                            2,
                            new Message()
                                .Nested(1, new Message().Text(2, "rows"))
                                .Nested(1, new Message().Number(1, width))
                        )
                )
            );

    // A message of Protocol Buffers: fields, each a number and a value.
    private sealed class Message
    {
        private readonly List<byte> bytes = [];

        public Message Number(int field, long value)
        {
            Varint((ulong)field << 3);
            Varint((ulong)value);
            return this;
        }

        public Message Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

        public Message Nested(int field, Message value) => Bytes(field, value.ToArray());

        public Message Bytes(int field, ReadOnlySpan<byte> value)
        {
            const int LengthDelimited = 2;
            Varint(((ulong)field << 3) | LengthDelimited);
            Varint((ulong)value.Length);
            bytes.AddRange(value);
            return this;
        }

        public byte[] ToArray() => [.. bytes];

        // Seven bits a byte, lowest first; the high bit says that more follow.
        private void Varint(ulong value)
        {
            for (; value >= 0x80; value >>= 7)
            {
                bytes.Add((byte)(value | 0x80));
            }

            bytes.Add((byte)value);
        }
    }
}
