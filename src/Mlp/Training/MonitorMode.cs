namespace Mlp;

/// <summary>Which way a watched figure gets better.</summary>
public enum MonitorMode
{
    /// <summary>Up for names that hold "acc", else down.</summary>
    Auto,

    /// <summary>Smaller is better.</summary>
    Min,

    /// <summary>Larger is better.</summary>
    Max,
}
