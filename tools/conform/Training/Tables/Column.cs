namespace Conform.Training;

/// <summary>A column that goes into a model: a number, scaled; or one of several texts, as one input each.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Mean">What is subtracted from a number; null for texts.</param>
/// <param name="Scale">What it is then divided by.</param>
/// <param name="Texts">The texts that are told apart, in the order of their inputs; null for numbers.</param>
internal sealed record Column(
    string Name,
    double? Mean,
    double? Scale,
    IReadOnlyList<string>? Texts
)
{
    /// <summary>Inputs that it becomes.</summary>
    public int Inputs => Texts?.Count ?? 1;
}
