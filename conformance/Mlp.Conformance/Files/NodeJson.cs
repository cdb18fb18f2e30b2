using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Mlp.Conformance;

/// <summary>
/// Nodes as JSON. A tensor is <c>{"dtype", "shape", "data"}</c>, data flat or nested, non-finite values the strings NaN,
/// Infinity and -Infinity; float32 is written as the double it equals.
/// </summary>
internal static class NodeJson
{
    /// <summary>One line, letters as they are.</summary>
    public static JsonWriterOptions Writing { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>No name twice in an object.</summary>
    public static JsonDocumentOptions Reading { get; } = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a node.</summary>
    /// <exception cref="InvalidCaseException">A tensor in it is wrong.</exception>
    public static Node Read(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Number => new Node.Number(Finite(element))
            {
                WrittenReal = element.GetRawText().AsSpan().ContainsAny(".eE"),
            },
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Array => new Node.List([.. element.EnumerateArray().Select(Read)]),
            JsonValueKind.Object => IsTensor(element) ? ReadTensor(element) : ReadMap(element),
            _ => new Node.Null(),
        };

    /// <summary>Reads an object that is no tensor.</summary>
    /// <exception cref="InvalidCaseException">It is something else.</exception>
    public static Node.Map ReadMap(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? new([
                .. element
                    .EnumerateObject()
                    .Select(entry => KeyValuePair.Create(entry.Name, At(entry.Name, entry.Value))),
            ])
            : throw new InvalidCaseException(
                $"Expected an object, found {element.ValueKind.ToString().ToLowerInvariant()}."
            );

    /// <summary>Reads an object whose leaves have paths.</summary>
    /// <exception cref="InvalidCaseException">It is something else, or a name in it cannot be part of a path.</exception>
    public static Node.Map ReadTree(JsonElement element)
    {
        var tree = Plain(ReadMap(element)).AsMap();
        LeafRows.CheckNames(tree);
        return tree;
    }

    /// <summary>Reads a node from its text.</summary>
    /// <exception cref="InvalidCaseException">It is no JSON.</exception>
    public static Node Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new InvalidCaseException($"No JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // Of the JSON reader, for halves of surrogate pairs.
            throw new InvalidCaseException("A text in it is no Unicode.", exception);
        }
    }

    /// <summary>A node as text.</summary>
    public static string Text(Node node) => Text(writer => Write(writer, node));

    /// <summary>What is written, as text.</summary>
    public static string Text(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a node.</summary>
    public static void Write(Utf8JsonWriter writer, Node node)
    {
        switch (node)
        {
            case Node.OfTensor tensor:
                WriteTensor(writer, tensor.Value);
                break;
            case Node.Number { WrittenReal: true } number when IsWhole(number.Value):
                writer.WriteRawValue(
                    number.Value.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)
                );
                break;
            case Node.Number number:
                WriteNumber(writer, number.Value);
                break;
            case Node.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case Node.Flag flag:
                writer.WriteBooleanValue(flag.Value);
                break;
            case Node.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case Node.Map map:
                writer.WriteStartObject();
                foreach (var (key, value) in map.Entries)
                {
                    writer.WritePropertyName(key);
                    Write(writer, value);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    /// <summary>Writes a number, or the name of a non-finite one.</summary>
    public static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(
                double.IsNaN(value) ? "NaN"
                : value > 0 ? "Infinity"
                : "-Infinity"
            );
        }
    }

    /// <summary>Reads a number, or the name of a non-finite one.</summary>
    /// <exception cref="InvalidCaseException">It is neither.</exception>
    public static double ReadNumber(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Number => Finite(element),
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            JsonValueKind.String => element.GetString() switch
            {
                "NaN" => double.NaN,
                "Infinity" => double.PositiveInfinity,
                "-Infinity" => double.NegativeInfinity,
                var text => throw new InvalidCaseException(
                    $"Expected a number, NaN, Infinity or -Infinity, found '{text}'."
                ),
            },
            _ => throw new InvalidCaseException(
                $"Expected a number, found {element.ValueKind.ToString().ToLowerInvariant()}."
            ),
        };

    // Larger ones are written with an exponent, which says that they are real.
    private static bool IsWhole(double value) =>
        value == Math.Truncate(value) && Math.Abs(value) < 1e15;

    // The reader takes 1e999 for infinity.
    private static double Finite(JsonElement number) =>
        number.GetDouble() is var value && double.IsFinite(value)
            ? value
            : throw new InvalidCaseException($"{number.GetRawText()} is too large for float64.");

    // How a number was written means something in params only; in a tree it is its value.
    private static Node Plain(Node node) =>
        node switch
        {
            Node.Number number => new Node.Number(number.Value),
            Node.List list => new Node.List([.. list.Items.Select(Plain)]),
            Node.Map map => Node.Map.Of(map.Entries.Select(e => (e.Key, Plain(e.Value)))),
            _ => node,
        };

    private static bool IsTensor(JsonElement element) =>
        element.TryGetProperty("dtype", out _)
        && element.TryGetProperty("shape", out _)
        && element.TryGetProperty("data", out _);

    private static Node At(string name, JsonElement value)
    {
        try
        {
            return Read(value);
        }
        catch (InvalidCaseException exception)
        {
            throw new InvalidCaseException($"{name}: {exception.Message}", exception);
        }
    }

    private static Node ReadTensor(JsonElement element)
    {
        var dtype = element.GetProperty("dtype");
        var type = TensorValues.Type(
            dtype.ValueKind == JsonValueKind.String ? dtype.GetString()! : dtype.GetRawText()
        );
        var shape = ReadShape(element.GetProperty("shape"));
        if (type == ElementType.Int64)
        {
            // Beyond 2^53 a double would not hold them.
            var whole = new List<long>();
            Flatten(element.GetProperty("data"), whole, ReadLong);
            TensorValues.CheckShape(shape, whole.Count);
            return Tensor.Create(whole.ToArray(), shape);
        }

        var values = new List<double>();
        Flatten(element.GetProperty("data"), values, ReadNumber);
        return TensorValues.Create(type, shape, CollectionsMarshal.AsSpan(values));
    }

    private static int[] ReadShape(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidCaseException($"shape {element.GetRawText()} is no list of sizes.");
        }

        return
        [
            .. element
                .EnumerateArray()
                .Select(size =>
                    size.ValueKind == JsonValueKind.Number
                    && size.TryGetInt32(out var value)
                    && value >= 0
                        ? value
                        : throw new InvalidCaseException(
                            $"shape {element.GetRawText()} holds {size.GetRawText()}; sizes are whole numbers of 0 to {int.MaxValue}."
                        )
                ),
        ];
    }

    private static void Flatten<T>(JsonElement data, List<T> into, Func<JsonElement, T> read)
    {
        if (data.ValueKind != JsonValueKind.Array)
        {
            into.Add(read(data));
            return;
        }

        foreach (var item in data.EnumerateArray())
        {
            Flatten(item, into, read);
        }
    }

    private static long ReadLong(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value) ? value
        : ReadNumber(element) is var number
        && number == Math.Truncate(number)
        && Math.Abs(number) <= Math.ScaleB(1, 53)
            ? (long)number
        : throw new InvalidCaseException($"Value {element.GetRawText()} is no int64.");

    private static void WriteTensor(Utf8JsonWriter writer, Tensor tensor)
    {
        writer.WriteStartObject();
        writer.WriteString("dtype", TensorValues.Name(tensor.Type));
        writer.WriteStartArray("shape");
        foreach (var size in tensor.Shape)
        {
            writer.WriteNumberValue(size);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data");
        for (var i = 0; i < tensor.Length; i++)
        {
            if (tensor is Tensor<long> whole)
            {
                writer.WriteNumberValue(whole.Values[i]);
            }
            else
            {
                WriteNumber(writer, tensor[i]);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
