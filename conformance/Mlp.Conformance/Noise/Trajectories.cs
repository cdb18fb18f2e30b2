namespace Mlp.Conformance;

/// <summary>The cases that run many steps, each of which begins where the last one ended: differences of rounding grow in them.</summary>
public static class Trajectories
{
    /// <summary>Whether the case is a whole training.</summary>
    public static bool Covers(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return !value.ExpectsRefusal
            && (
                value.Family is "fit" or "fit_real"
                || value is { Family: "history", Op: "fit_history" }
            );
    }
}
