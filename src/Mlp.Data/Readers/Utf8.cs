using System.Text;

namespace Mlp.Data;

/// <summary>Texts of files. What is no UTF-8 is refused: replaced, two different texts would become one.</summary>
internal static class Utf8
{
    /// <summary>UTF-8, with a byte order mark or without, that throws <see cref="DecoderFallbackException"/> at what is none. For reading.</summary>
    public static Encoding Strict { get; } =
        // Were the mark not its own, a reader that meets one would go on with an encoding that replaces.
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>What to say of such a file.</summary>
    public const string Refusal = "it holds bytes that are no UTF-8; save it as UTF-8";
}
