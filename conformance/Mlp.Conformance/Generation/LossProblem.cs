namespace Mlp.Conformance.Generation;

/// <summary>Labels and predictions for one loss: what <c>losses</c>, <c>loss_gradients</c> and <c>weighted_losses</c> share.</summary>
/// <param name="Loss">Name of the loss.</param>
/// <param name="Name">What is special, the last part of the case id.</param>
/// <param name="Params">Parameters of the loss.</param>
/// <param name="Data">Draws labels and predictions.</param>
/// <param name="Notes">Why it exists.</param>
internal sealed record LossProblem(
    string Loss,
    string Name,
    Node.Map Params,
    Func<Draw, (Tensor Labels, Tensor Predictions)> Data,
    string? Notes = null
)
{
    /// <summary>The types it is asked in.</summary>
    public IReadOnlyList<ElementType> Types { get; init; } = [ElementType.Float32];

    /// <summary>Words for rules.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether the derivative says more than that of another problem, or is defined at all.</summary>
    public bool HasGradient { get; init; } = true;

    /// <summary>The inputs of a case.</summary>
    public Node.Map Inputs(Draw draw)
    {
        var (labels, predictions) = Data(draw);
        return Node.Map.Of(("y_true", labels), ("y_pred", predictions));
    }
}
