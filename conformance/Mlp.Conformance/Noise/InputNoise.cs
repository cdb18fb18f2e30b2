using System.Numerics;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>
/// Another backend whose models are given inputs and first weights that lie one ULP off: each value one step up, one step
/// down or as it was, by a seed. Zeros stay, as do bytes, labels and weights of rows: they are exact where they come from.
/// Single operations are passed on as they are.
/// </summary>
public sealed class InputNoise(IBackend inner, int seed) : IBackend
{
    /// <inheritdoc/>
    public string Name => $"{inner.Name}:noise{seed}";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>(inner.Environment)
        {
            ["input_noise"] = $"1 ULP, seed {seed}",
        };

    /// <inheritdoc/>
    public IOperations? Operations => inner.Operations;

    /// <inheritdoc/>
    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights) =>
        new Noisy(
            inner.Compile(
                model,
                compile,
                new(weights.To(compile.Precision).Select((variable, i) => Nudge(variable, i + 1)))
            ),
            x => x.Type == ElementType.UInt8 ? x : Nudge(x.To(compile.Precision), 0)
        );

    // The same tensor is moved alike wherever it comes: rows that are trained on and evaluated stay the same rows.
    private Tensor Nudge(Tensor tensor, int stream)
    {
        var random = new SeededRandom(seed, stream);
        return tensor is Tensor<double> wide
            ? Nudge(wide, random)
            : Nudge((Tensor<float>)tensor, random);
    }

    private static Tensor<T> Nudge<T>(Tensor<T> tensor, SeededRandom random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var values = tensor.Values.ToArray();
        for (var i = 0; i < values.Length; i++)
        {
            var step = random.NextInt(3);
            if (T.IsFinite(values[i]) && !T.IsZero(values[i]))
            {
                values[i] =
                    step == 0 ? T.BitDecrement(values[i])
                    : step == 1 ? T.BitIncrement(values[i])
                    : values[i];
            }
        }

        return Tensor.Create(values, [.. tensor.Shape]);
    }

    private sealed class Noisy(IModel inner, Func<Tensor, Tensor> nudge) : IModel
    {
        public ModelSpec Spec => inner.Spec;

        public CompileSpec Compiled => inner.Compiled;

        public History Fit(Samples train, FitSpec fit) =>
            inner.Fit(
                Nudge(train),
                fit with
                {
                    Validation = fit.Validation is null ? null : Nudge(fit.Validation),
                }
            );

        public Logs Evaluate(Samples data, int batchSize) => inner.Evaluate(Nudge(data), batchSize);

        public Tensor Predict(Tensor x, int batchSize) => inner.Predict(nudge(x), batchSize);

        public Logs TrainOnBatch(Samples batch, IReadOnlyDictionary<int, double>? classWeight) =>
            inner.TrainOnBatch(Nudge(batch), classWeight);

        public Weights GetWeights() => inner.GetWeights();

        public void SetWeights(Weights weights) => inner.SetWeights(weights);

        public void Dispose() => inner.Dispose();

        private Samples Nudge(Samples rows) => rows with { X = nudge(rows.X) };
    }
}
