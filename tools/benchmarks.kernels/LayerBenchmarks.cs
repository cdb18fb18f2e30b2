using BenchmarkDotNet.Attributes;
using Mlp;
using Mlp.Native;

namespace Benchmarks.Kernels;

/// <summary>The products of F's first layer, 784 inputs and 300 units, on one thread: 0.4704 MFLOP a row each.</summary>
[ShortRunJob]
public unsafe class LayerBenchmarks
{
    private const int Inputs = 784;
    private const int Units = 300;

    // So small that weights stay what they are over any number of updates.
    private const double Rate = 1e-12;

    private AlignedArray<float> kernel = null!;
    private AlignedArray<float> bias = null!;
    private AlignedArray<float> x = null!;
    private AlignedArray<float> gradient = null!;
    private Layer<float> layer = null!;
    private InputGradients<float, Lanes512<float>> inputGradients = null!;

    /// <summary>One row, a batch, and a large one.</summary>
    [Params(1, 32, 512)]
    public int Rows { get; set; }

    /// <summary>Memory with values in it: pages that nothing was written to are all the same one.</summary>
    [GlobalSetup]
    public void Fill()
    {
        kernel = Filled((long)Inputs * Lane<float>.Padded(Units), 0.05f);
        bias = Filled(Lane<float>.Padded(Units), 0.05f);
        x = Filled((long)Rows * Inputs, 1);
        gradient = new((long)Rows * Inputs);
        layer = new(
            Inputs,
            Units,
            ActivationRows<float>.Create<Lanes512<float>>(new Activation.Relu(), Units)
        )
        {
            Kernel = kernel.Pointer,
            Bias = bias.Pointer,
        };
        layer.Resize(Rows);
        layer.MakeTransposed();
        inputGradients = new(Units);
    }

    /// <summary>y = relu(x W + b).</summary>
    [Benchmark]
    public void Forward() =>
        LayerLoop<float, Lanes512<float>>.Forward(layer, x.Pointer, Inputs, 0, Rows, 0, 1);

    /// <summary>The gradient in x.</summary>
    [Benchmark]
    public void InputGradients() =>
        inputGradients.Run(
            layer,
            0,
            Rows,
            gradient.Pointer,
            default(KeepTail<float, Lanes512<float>>),
            0,
            1
        );

    /// <summary>The gradient in W and b, with the update in it.</summary>
    [Benchmark]
    public void WeightGradients() =>
        LayerLoop<float, Lanes512<float>>.Gradients(
            layer,
            x.Pointer,
            Inputs,
            Rows,
            layer.Kernel,
            layer.Bias,
            new SgdTail<float, Lanes512<float>>(new(Rate)),
            0,
            1
        );

    private static AlignedArray<float> Filled(long length, float scale)
    {
        var random = new Random(1);
        var array = new AlignedArray<float>(length);
        for (var i = 0L; i < length; i++)
        {
            array.Pointer[i] = scale * ((2 * random.NextSingle()) - 1);
        }

        return array;
    }
}
