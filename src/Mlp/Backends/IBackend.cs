namespace Mlp;

/// <summary>
/// An implementation of everything a description can say: what the suite judges. A backend may be used by several threads at once, its
/// operations too: they keep nothing between calls.
/// </summary>
public interface IBackend
{
    /// <summary>Name as in options and results: <c>cpu</c>, <c>cpu:avx2</c>, <c>torch:cpu</c>.</summary>
    string Name { get; }

    /// <summary>What runs here, for the record of every result: implementation, version, device, instruction_set, threads, ...</summary>
    IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The single operations, for backends that offer them; null otherwise.</summary>
    IOperations? Operations { get; }

    /// <summary>A model that trains, starting from the given weights, in <see cref="CompileSpec.Precision"/>.</summary>
    /// <param name="model">What the model is.</param>
    /// <param name="compile">How it is trained and watched.</param>
    /// <param name="weights">First weights, shaped as <see cref="ModelSpec.WeightShapes"/>; converted to the precision.</param>
    /// <exception cref="ArgumentException">Weights do not fit the model or are NaN, or the loss cannot follow the output.</exception>
    /// <exception cref="NotSupportedException">The backend does not do this.</exception>
    IModel Compile(ModelSpec model, CompileSpec compile, Weights weights);
}
