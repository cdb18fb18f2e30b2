namespace Mlp.Data;

/// <summary>One operator of an ONNX graph, from named values to a named value. Source: onnx.proto, NodeProto and AttributeProto.</summary>
/// <param name="Operator">Its name: <c>Gemm</c>.</param>
/// <param name="Inputs">Names of what it takes.</param>
/// <param name="Output">Name of what it gives.</param>
/// <param name="Attributes">Parameters: a float, a long or a text.</param>
internal sealed record OnnxNode(
    string Operator,
    IReadOnlyList<string> Inputs,
    string Output,
    params IReadOnlyList<(string Name, object Value)> Attributes
)
{
    /// <summary>The node as a message.</summary>
    public ProtoMessage ToMessage()
    {
        var node = new ProtoMessage();
        foreach (var input in Inputs)
        {
            node.Add(1, input);
        }

        // Named after its output, which is unique.
        node.Add(2, Output).Add(3, Output).Add(4, Operator);
        foreach (var (name, value) in Attributes)
        {
            node.Add(5, Attribute(name, value));
        }

        return node;
    }

    private static ProtoMessage Attribute(string name, object value)
    {
        const int Float = 1,
            Integer = 2,
            Text = 3;
        var attribute = new ProtoMessage().Add(1, name);
        return value switch
        {
            float number => attribute.Add(2, number).Add(20, Float),
            long number => attribute.Add(3, number).Add(20, Integer),
            string text => attribute.Add(4, text).Add(20, Text),
            _ => throw new NotSupportedException($"An attribute {value} is not written."),
        };
    }
}
