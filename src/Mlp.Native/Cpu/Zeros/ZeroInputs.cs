namespace Mlp.Native;

/// <summary>What training does with inputs that are 0, which many images are full of. The results are the same bits, but for the sign of a 0.</summary>
public enum ZeroInputs
{
    /// <summary>Leaves them out of the first layer where enough of them were counted to make it faster.</summary>
    Auto,

    /// <summary>Takes them like all others.</summary>
    Dense,

    /// <summary>Leaves them out wherever it can.</summary>
    Skip,
}
