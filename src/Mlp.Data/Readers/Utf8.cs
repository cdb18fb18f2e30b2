using System.Text;

namespace Mlp.Data;

/// <summary>Texts of files. What is no UTF-8 is refused: replaced, two different texts would become one.</summary>
internal static class Utf8
{
    /// <summary>UTF-8 that throws <see cref="DecoderFallbackException"/> at what is none.</summary>
    public static Encoding Strict { get; } =
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What to say of such a file.</summary>
    public const string Refusal = "it holds bytes that are no UTF-8; save it as UTF-8";
}
