namespace Mlp.Data;

/// <summary>Messages about files quote what stands in them: it may hold line breaks, and be as long as the file.</summary>
internal static class OneLine
{
    private const int Most = 2_000;

    /// <summary>The message on one line, cut off where it is very long.</summary>
    public static string Of(string message)
    {
        var line = message.Length <= Most ? message : string.Concat(message.AsSpan(0, Most), "...");
        return line.Any(Breaks)
            ? string.Create(
                line.Length,
                line,
                (text, from) =>
                {
                    for (var i = 0; i < text.Length; i++)
                    {
                        text[i] = Breaks(from[i]) ? ' ' : from[i];
                    }
                }
            )
            : line;
    }

    // Separators of lines and of paragraphs are no control characters.
    private static bool Breaks(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
