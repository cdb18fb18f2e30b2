using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Generation;

/// <summary>The truth, with running means off by a factor: a second opinion that differs.</summary>
internal sealed class SkewedBackend(double factor) : IBackend
{
    private readonly PlainBackend plain = new();

    public string Name => "skewed";

    public IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { ["implementation"] = "a skewed one" };

    public IOperations Operations => new SkewedOperations(plain.Operations, factor);

    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights) =>
        plain.Compile(model, compile, weights);

    private sealed class SkewedOperations(IOperations plain, double factor) : PassedOn(plain)
    {
        public override Tensor RunningMean(Tensor values, Tensor weights)
        {
            var means = base.RunningMean(values, weights).ToFloat64().Values.ToArray();
            return Tensor.Vector(Array.ConvertAll(means, mean => mean * factor));
        }
    }
}
