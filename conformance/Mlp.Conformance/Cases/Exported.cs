namespace Mlp.Conformance;

/// <summary>Cases as they are handed to a testee in another program: what is asked, and nothing of what is due.</summary>
public static class Exported
{
    /// <summary>The same case with the names of its outputs in place of expectations and bounds.</summary>
    public static Case Of(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value with
        {
            Outputs = OutputNames.Of(value),
            Expected = Node.Map.Empty,
            Expected64 = null,
            F32Gap = null,
            Truth = null,
            Bounds = null,
        };
    }
}
