namespace Mlp;

/// <summary>
/// All that a training goes on from, as data: whoever is given it trains on as if never interrupted, to the last bit on the
/// same backend.
/// </summary>
/// <param name="Weights">The weights.</param>
/// <param name="Steps">Steps done, over all epochs: what schedules count by.</param>
/// <param name="Slots">
/// What the optimizer remembers, by the names of <see cref="Optimizers.Optimizer.Slots"/>: each in the shapes of the weights.
/// </param>
public sealed record TrainingState(
    Weights Weights,
    long Steps,
    IReadOnlyDictionary<string, Weights> Slots
)
{
    /// <summary>Whether a value is NaN, as after a training that diverged: no model takes such a state, and no file keeps it.</summary>
    public bool HasNaN => Weights.HasNaN || Slots.Values.Any(slot => slot.HasNaN);
}
