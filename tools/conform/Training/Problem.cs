using Mlp;

namespace Conform.Training;

/// <summary>Rows to learn from: what goes in, what is to come out, and how the rows are divided.</summary>
/// <param name="Name">What it is called in files and messages: <c>fashion-mnist</c>, or the path of a table.</param>
/// <param name="InputShape">The shape of one sample.</param>
/// <param name="Outputs">Outputs of a model for it: classes, or 1.</param>
/// <param name="Classes">Names of the classes; null for a regression.</param>
/// <param name="Split">The rows of a seed.</param>
internal sealed record Problem(
    string Name,
    IReadOnlyList<int> InputShape,
    int Outputs,
    IReadOnlyList<string>? Classes,
    Func<int, Parts> Split
);

/// <summary>Rows divided.</summary>
/// <param name="Train">Rows to train on.</param>
/// <param name="Validation">Rows to validate on after each epoch.</param>
/// <param name="Test">Rows to evaluate on at the end.</param>
internal sealed record Parts(Samples Train, Samples Validation, Samples Test)
{
    /// <summary>How the columns of the table were made inputs; null for data that needs nothing.</summary>
    public Preparation? Preparation { get; init; }
}
