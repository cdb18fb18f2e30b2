namespace Mlp.Gpu;

/// <summary>A device refused or failed: what was asked of it, what it said, and what to do.</summary>
public sealed class DeviceException : Exception
{
    /// <summary>A failure of unknown cause.</summary>
    public DeviceException()
        : this("The device failed.") { }

    /// <summary>A failure, in one line.</summary>
    public DeviceException(string message)
        : base(message) { }

    /// <summary>A failure, in one line, with its cause.</summary>
    public DeviceException(string message, Exception innerException)
        : base(message, innerException) { }
}
