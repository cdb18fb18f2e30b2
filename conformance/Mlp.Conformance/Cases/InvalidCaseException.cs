using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>A case, case file or result file that does not say what it must: what was found, what was expected, and where. The message is one line, whatever the file holds.</summary>
public sealed class InvalidCaseException : Exception
{
    /// <summary>Without a message.</summary>
    public InvalidCaseException() { }

    /// <summary>With a message that says what was found, what was expected, and where.</summary>
    public InvalidCaseException(string message)
        : base(OneLine.Of(message)) { }

    /// <summary>With a message and its cause.</summary>
    public InvalidCaseException(string message, Exception cause)
        : base(OneLine.Of(message), cause) { }
}
