using BenchmarkDotNet.Attributes;
using Mlp;
using Mlp.Native;

namespace Benchmarks.Kernels;

/// <summary>Activations over 4,096 values that stay in the nearest cache.</summary>
[ShortRunJob]
public unsafe class FunctionBenchmarks
{
    private const int Values = 4096;

    private readonly AlignedArray<float> x = new(Values);
    private readonly AlignedArray<float> y = new(Values);
    private readonly ActivationRows<float> sigmoid = Of(new Activation.Sigmoid());
    private readonly ActivationRows<float> tanh = Of(new Activation.Tanh());
    private readonly ActivationRows<float> gelu = Of(new Activation.Gelu());
    private readonly ActivationRows<float> softmax = Of(new Activation.Softmax());

    /// <summary>Values between -8 and 8.</summary>
    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Values; i++)
        {
            x.Pointer[i] = (16f * i / Values) - 8;
        }
    }

    [Benchmark]
    public void Sigmoid() => Run(sigmoid);

    [Benchmark]
    public void Tanh() => Run(tanh);

    [Benchmark]
    public void Gelu() => Run(gelu);

    /// <summary>One row of all values.</summary>
    [Benchmark]
    public void Softmax() => Run(softmax);

    private static ActivationRows<float> Of(Activation activation) =>
        ActivationRows<float>.Create<Lanes512<float>>(activation, Values);

    private void Run(ActivationRows<float> rows) =>
        rows.Forward(x.Pointer, y.Pointer, Values, 1, Values / Lane<float>.Count);
}
