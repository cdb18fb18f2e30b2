using Mlp.Conformance;

namespace Conform;

/// <summary>What the process says to scripts.</summary>
internal static class ExitCodes
{
    /// <summary>Something failed or erred.</summary>
    public const int Failed = 1;

    /// <summary>Bad input or usage.</summary>
    public const int BadInput = 2;

    /// <summary>Whether an exception speaks of what the user gave, so that its message is all there is to say.</summary>
    public static bool IsBadInput(Exception error) =>
        error
            is ArgumentException
                or InvalidCaseException
                or InvalidDataException
                or IOException
                or NotSupportedException
                or UnauthorizedAccessException;
}
