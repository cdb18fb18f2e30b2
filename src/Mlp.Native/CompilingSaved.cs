using Mlp.Data;

namespace Mlp.Native;

/// <summary>Going on with a saved model.</summary>
public static class CompilingSaved
{
    /// <summary>The model on the best native backend of the CPU, ready to predict and to train on.</summary>
    /// <example><code>IModel model = SavedModel.Load("fashion.safetensors").Compile();</code></example>
    public static IModel Compile(this SavedModel saved)
    {
        ArgumentNullException.ThrowIfNull(saved);
        return saved.Compile(new CpuBackend());
    }
}
