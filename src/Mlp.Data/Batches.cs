namespace Mlp.Data;

/// <summary>How many rows pass through a model in one go where somebody wants to be told, or may stop it.</summary>
internal static class Batches
{
    // Multiply-adds of some 50 ms on two cores.
    private const long Work = 2_500_000_000;

    /// <summary>Whole batches, at least one, whose work is small enough to be waited for.</summary>
    public static int Together(ModelSpec model, int batchSize) =>
        (int)
            Math.Clamp(
                Work / Math.Max(1, model.ParameterCount) / batchSize,
                1,
                int.MaxValue / batchSize
            );
}
