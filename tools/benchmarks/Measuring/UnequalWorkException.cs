namespace Benchmarks;

/// <summary>Contenders came to different results: they did not do the same work, and their times may not be compared.</summary>
internal sealed class UnequalWorkException(string message) : Exception(message);
