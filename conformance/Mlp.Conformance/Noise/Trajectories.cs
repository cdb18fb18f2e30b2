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

    /// <summary>The figures of a training by name, each one value an epoch; none where nothing was trained.</summary>
    /// <param name="outputs">What a training gave, or must give.</param>
    public static IReadOnlyDictionary<string, double[]> Figures(Node.Map outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        return outputs.TryGet("history", out var history) && history is Node.Map figures
            ? figures
                .Entries.Where(entry => entry.Value is Node.OfTensor)
                .DistinctBy(entry => entry.Key)
                .ToDictionary(
                    entry => entry.Key,
                    entry => entry.Value.AsTensor().ToFloat64().Values.ToArray()
                )
            : [];
    }
}
