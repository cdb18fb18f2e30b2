namespace Mlp.Properties.Tests;

/// <summary>A property does not hold. No assertion of NUnit, which would be on record though a smaller example is still looked for.</summary>
internal sealed class BrokenPropertyException(string message) : Exception(message);
