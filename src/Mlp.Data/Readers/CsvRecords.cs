using System.Text;

namespace Mlp.Data;

/// <summary>Splits comma-separated text into records of fields, quotes taken off.</summary>
internal sealed class CsvRecords(
    TextReader text,
    string path,
    CancellationToken cancellation = default
)
{
    private readonly List<string> fields = [];
    private readonly StringBuilder field = new();
    private int nextLine = 1;

    /// <summary>The line on which the record begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The fields of the record; overwritten by the next.</summary>
    public IReadOnlyList<string> Fields => fields;

    /// <summary>Reads a record; false at the end of the text.</summary>
    /// <exception cref="InvalidDataException">The text ends within the record, a quote stands where none may, or the bytes are no UTF-8.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public bool Next()
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return Record();
        }
        catch (DecoderFallbackException)
        {
            throw new InvalidDataException($"{path}, line {Line} or soon after: {Utf8.Refusal}.");
        }
    }

    private bool Record()
    {
        fields.Clear();
        Line = nextLine;
        if (text.Peek() < 0)
        {
            return false;
        }

        while (true)
        {
            var end = text.Peek() == '"' ? Quoted() : Plain();
            fields.Add(field.ToString());
            field.Clear();
            if (end == '\n')
            {
                nextLine++;
                return true;
            }
        }
    }

    // Each reads a field and returns what ended it, a comma or a line feed.
    private char Plain()
    {
        while (true)
        {
            var c = Read();
            if (c is ',' or '\n' || (c == '\r' && text.Peek() == '\n'))
            {
                return c == '\r' ? Read() : c;
            }

            if (c == '"')
            {
                throw Invalid(
                    "a quote within a field; put the whole field in quotes and double it"
                );
            }

            field.Append(c);
        }
    }

    private char Quoted()
    {
        Read();
        while (true)
        {
            var c = Read();
            if (c == '"' && text.Peek() != '"')
            {
                break;
            }

            if (c == '"')
            {
                Read();
            }

            nextLine += c == '\n' ? 1 : 0;
            field.Append(c);
        }

        var end = Read();
        if (end == '\r' && text.Peek() == '\n')
        {
            end = Read();
        }

        return end is ',' or '\n' ? end : throw Invalid("text after a closing quote");
    }

    private char Read() =>
        text.Read() is var c && c >= 0
            ? (char)c
            : throw Invalid(
                "the file ends within this line, as if cut off; if it is whole, add a line break at its end"
            );

    private InvalidDataException Invalid(string problem) =>
        new($"{path}, line {Line}, field {fields.Count + 1}: {problem}.");
}
