using System.Text;
using System.Text.Json;

namespace Mlp.Data;

/// <summary>
/// The header of a safetensors file: <c>{"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...}</c>, and under
/// <c>__metadata__</c> texts by name. Offsets count from the end of the header and must tile what follows.
/// </summary>
internal static class SafetensorsHeader
{
    private const string NotesKey = "__metadata__";

    // {"name": {"shape": [1]}} and nothing deeper.
    private const int Depth = 4;

    private const int MostAxes = 16;

    private static readonly Dictionary<string, (ElementType Type, int Bytes)> Types = new()
    {
        ["F64"] = (ElementType.Float64, 8),
        ["F32"] = (ElementType.Float32, 4),
        ["I64"] = (ElementType.Int64, 8),
        ["I32"] = (ElementType.Int32, 4),
        ["U8"] = (ElementType.UInt8, 1),
    };

    /// <summary>One tensor as the header has it.</summary>
    internal sealed record Entry(string Name, ElementType Type, int[] Shape, long Start, long End)
    {
        /// <summary>Number of values.</summary>
        public int Length => Shape.Aggregate(1, (product, size) => product * size);
    }

    /// <summary>The header as JSON: no deeper than it may be, no name twice.</summary>
    public static JsonDocument Json(byte[] header)
    {
        try
        {
            return JsonDocument.Parse(
                header,
                new JsonDocumentOptions { MaxDepth = Depth, AllowDuplicateProperties = false }
            );
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException(
                $"the header is no JSON of a safetensors file: {FirstLine(wrong.Message)}",
                wrong
            );
        }
    }

    /// <summary>The tensors by rising offsets, and the notes.</summary>
    public static (IReadOnlyList<Entry> Entries, IReadOnlyDictionary<string, string> Notes) Parse(
        JsonDocument header,
        long dataLength
    )
    {
        using (header)
        {
            if (header.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidDataException("the header is no JSON object.");
            }

            var entries = new List<Entry>();
            var notes = new Dictionary<string, string>();
            foreach (var member in header.RootElement.EnumerateObject())
            {
                if (member.Name == NotesKey)
                {
                    notes = Notes(member.Value);
                }
                else
                {
                    entries.Add(EntryOf(member.Name, member.Value));
                }
            }

            entries = [.. entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End)];
            Tile(entries, dataLength);
            return (entries, notes);
        }
    }

    /// <summary>The bytes of the header of a file, filled up with spaces so that values begin at a multiple of 8.</summary>
    public static byte[] Format(TensorFile file)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (file.Notes.Count > 0)
            {
                json.WriteStartObject(NotesKey);
                foreach (var (name, text) in file.Notes)
                {
                    json.WriteString(name, text);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            var names = new HashSet<string> { NotesKey };
            foreach (var (name, tensor) in file.Tensors)
            {
                if (!names.Add(name))
                {
                    throw new ArgumentException($"Tensor '{name}' appears twice.", nameof(file));
                }

                var (type, (_, bytes)) = Types.Single(known => known.Value.Type == tensor.Type);
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                foreach (var size in tensor.Shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)tensor.Length * bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static Entry EntryOf(string name, JsonElement entry)
    {
        var where = $"tensor '{Short(name)}'";
        if (
            entry.ValueKind != JsonValueKind.Object
            || entry.EnumerateObject().Count() != 3
            || !entry.TryGetProperty("dtype", out var dtype)
            || dtype.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out var shape)
            || !entry.TryGetProperty("data_offsets", out var offsets)
        )
        {
            throw new InvalidDataException(
                $"{where} needs just dtype, shape and data_offsets in the header."
            );
        }

        if (!Types.TryGetValue(dtype.GetString()!, out var type))
        {
            throw new InvalidDataException(
                $"{where} is of type '{Short(dtype.GetString()!)}'; {string.Join(", ", Types.Keys)} are read."
            );
        }

        var sizes = Numbers(shape, where, "shape");
        var ends = Numbers(offsets, where, "data_offsets");
        if (sizes.Length > MostAxes || sizes.Any(size => size > int.MaxValue))
        {
            throw new InvalidDataException(
                $"{where} has {sizes.Length} axes, the longest {sizes.Max()}; {MostAxes} axes of {int.MaxValue} are the most."
            );
        }

        // In floating point, which does not overflow; what it rounds is far above the limit.
        var length = sizes.Aggregate(1.0, (product, size) => product * size);
        if (length > Array.MaxLength)
        {
            throw new InvalidDataException(
                $"{where} would hold {length:G6} values; {Array.MaxLength} is the most."
            );
        }

        if (ends.Length != 2 || ends[1] < ends[0])
        {
            throw new InvalidDataException(
                $"{where} has data_offsets [{string.Join(", ", ends.Take(3))}]; they must be a start and an end not before it."
            );
        }

        if (ends[1] - ends[0] != (long)length * type.Bytes)
        {
            throw new InvalidDataException(
                $"{where}, {dtype.GetString()} of shape {Tensor.FormatShape(sizes.Select(size => (int)size))}, needs {length * type.Bytes} bytes, "
                    + $"but data_offsets [{ends[0]}, {ends[1]}] hold {ends[1] - ends[0]}."
            );
        }

        return new(name, type.Type, [.. sizes.Select(size => (int)size)], ends[0], ends[1]);
    }

    // One after the other, without gap or overlap, from the end of the header to the end of the file.
    private static void Tile(List<Entry> entries, long dataLength)
    {
        long end = 0;
        foreach (var entry in entries)
        {
            if (entry.Start != end)
            {
                throw new InvalidDataException(
                    $"the values of tensor '{Short(entry.Name)}' begin at byte {entry.Start}, those before end at {end}; "
                        + "there may be no gap and no overlap."
                );
            }

            end = entry.End;
        }

        if (end != dataLength)
        {
            throw new InvalidDataException(
                $"the header describes {end} bytes of values, and {dataLength} follow; the file was cut off, or something was added."
            );
        }
    }

    private static Dictionary<string, string> Notes(JsonElement notes)
    {
        if (
            notes.ValueKind != JsonValueKind.Object
            || notes.EnumerateObject().Any(note => note.Value.ValueKind != JsonValueKind.String)
        )
        {
            throw new InvalidDataException($"{NotesKey} must hold texts by name.");
        }

        return notes
            .EnumerateObject()
            .ToDictionary(note => note.Name, note => note.Value.GetString()!);
    }

    private static long[] Numbers(JsonElement list, string where, string field) =>
        list.ValueKind == JsonValueKind.Array
        && list.EnumerateArray()
            .All(n =>
                n.ValueKind == JsonValueKind.Number && n.TryGetInt64(out var value) && value >= 0
            )
            ? [.. list.EnumerateArray().Select(n => n.GetInt64())]
            : throw new InvalidDataException(
                $"{where} needs a list of whole numbers from 0 as {field}."
            );

    // Names come from the file: a message stays one short line whatever they hold.
    private static string Short(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name.Take(60))
        {
            text.Append(char.IsControl(c) ? '?' : c);
        }

        return name.Length > 60 ? text.Append("...").ToString() : text.ToString();
    }

    private static string FirstLine(string message) => message.Split('\n')[0];
}
