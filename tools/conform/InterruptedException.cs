namespace Conform;

/// <summary>A verb that was asked to end, and what it kept: one line.</summary>
internal sealed class InterruptedException(string message, OperationCanceledException inner)
    : OperationCanceledException(message, inner);
