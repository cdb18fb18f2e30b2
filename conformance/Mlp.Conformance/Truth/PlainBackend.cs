namespace Mlp.Conformance.Truth;

/// <summary>
/// A full backend of plain loops, written from the definitions: no SIMD, no threads, no library but its own. In float64 it
/// is where expected values come from, with sums that round once and elementary functions that are the same bit for bit on
/// every machine; in float32 it is the plain loop of that type.
/// </summary>
public sealed class PlainBackend : IBackend
{
    /// <inheritdoc/>
    public string Name => "plain";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>
        {
            ["implementation"] = "plain loops in C#",
            ["version"] = typeof(PlainBackend).Assembly.GetName().Version!.ToString(),
            ["device"] = "cpu",
            ["instruction_set"] = "scalar",
            ["threads"] = "1",
        };

    /// <inheritdoc/>
    public IOperations Operations { get; } = new PlainOperations();

    /// <inheritdoc/>
    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights)
    {
        Check.Compile(model, compile, weights);
        return compile.Precision == Precision.Float64
            ? new PlainModel<double>(model, compile, weights)
            : new PlainModel<float>(model, compile, weights);
    }
}
