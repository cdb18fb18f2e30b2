using Mlp;
using Mlp.Data;

namespace Benchmarks;

/// <summary>Rows, model and first weights that every contender trains, in the same order.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Model">The layers.</param>
/// <param name="Compile">Loss and optimizer.</param>
/// <param name="Weights">First weights of every round.</param>
/// <param name="Rows">Inputs and labels, in training order.</param>
/// <param name="BatchSize">Rows a step.</param>
internal sealed record Workload(
    string Name,
    ModelSpec Model,
    CompileSpec Compile,
    Weights Weights,
    Samples Rows,
    int BatchSize
)
{
    /// <summary>Steps of one pass.</summary>
    public int Steps => (Rows.Rows + BatchSize - 1) / BatchSize;
}
