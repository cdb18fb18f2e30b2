using System.Runtime.Intrinsics;
using Mlp.Native;

namespace Benchmarks;

/// <summary>
/// A function of the native backend at every float there is, against the same in double, whose own error does not count beside the unit
/// in the last place of a float. All paths give the same bits, so the widest that runs here speaks for all.
/// </summary>
/// <param name="name">Name of the function.</param>
/// <param name="truth">The function in double.</param>
/// <param name="compute">The function over values in memory, so many sets of lanes.</param>
internal sealed unsafe class EveryFloat(
    string name,
    Func<double, double> truth,
    EveryFloat.Compute compute
)
{
    private const int Chunk = 1 << 16;
    private const int Fraction = 23;
    private const int LeastExponent = -126;

    // Beyond this, half a unit above the largest float, infinity is what is due.
    private const double Overflow = 3.4028235677973366e38;

    /// <summary>y = f(x) over values that follow each other.</summary>
    public delegate void Compute(float* x, float* y, int sets);

    /// <summary>The functions that losses and activations are made of.</summary>
    public static IReadOnlyList<EveryFloat> Functions { get; } =
        Vector512.IsHardwareAccelerated ? Of<Lanes512<float>>()
        : Vector256.IsHardwareAccelerated ? Of<Lanes256<float>>()
        : Of<Lanes128<float>>();

    /// <summary>Name of the function.</summary>
    public string Name => name;

    /// <summary>Looks at every float whose bits are a multiple of <paramref name="stride"/>: at all with 1.</summary>
    public UlpReport Sweep(uint stride, CancellationToken cancellation)
    {
        var values = ((1UL << 32) + stride - 1) / stride;
        var chunks = (long)((values + Chunk - 1) / Chunk);
        var reports = new UlpReport[chunks];
        Parallel.For(
            0,
            chunks,
            new ParallelOptions { CancellationToken = cancellation },
            chunk =>
                reports[chunk] = Look(
                    (ulong)chunk * Chunk,
                    Math.Min(values, (ulong)(chunk + 1) * Chunk),
                    stride
                )
        );
        return reports.Aggregate((one, other) => one.With(other));
    }

    private static EveryFloat[] Of<L>()
        where L : unmanaged, ILanes<L, float> =>
        [
            new("exp", Math.Exp, Over<L, ExpFormula<L>>),
            new("log", Math.Log, Over<L, LogFormula<L>>),
            new("tanh", Math.Tanh, Over<L, TanhFormula<float, L>>),
            new("sigmoid", Sigmoid, Over<L, SigmoidFormula<float, L>>),
        ];

    // Formulas without parameters.
    private static void Over<L, TFormula>(float* x, float* y, int sets)
        where L : unmanaged, ILanes<L, float>
        where TFormula : struct, IElementwise<float, L> =>
        new ElementwiseRows<float, L, TFormula>(default).Forward(x, y, 0, 1, sets);

    private static double Sigmoid(double x) =>
        x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    private UlpReport Look(ulong first, ulong end, uint stride)
    {
        float[] x = new float[Chunk],
            y = new float[Chunk];
        var count = (int)(end - first);
        for (var i = 0; i < count; i++)
        {
            x[i] = BitConverter.UInt32BitsToSingle((uint)((first + (ulong)i) * stride));
        }

        fixed (
            float* from = x,
                to = y
        )
        {
            compute(from, to, Chunk / Lane<float>.Count);
        }

        var report = new UlpReport(count, 0, 0, float.NaN);
        for (var i = 0; i < count; i++)
        {
            var expected = truth(x[i]);

            // Nothing is nearer than the truth rounded.
            if (y[i] != (float)expected && !(float.IsNaN(y[i]) && double.IsNaN(expected)))
            {
                report = report.With(new(0, 1, Units(y[i], expected), x[i]));
            }
        }

        return report;
    }

    private static double Units(float actual, double expected)
    {
        if (float.IsInfinity(actual) && Math.Abs(expected) > Overflow)
        {
            return 0;
        }

        var exponent =
            expected == 0 ? LeastExponent : Math.Max(Math.ILogB(expected), LeastExponent);
        var units = Math.Abs(actual - expected) / Math.ScaleB(1, exponent - Fraction);
        return double.IsNaN(units) ? double.PositiveInfinity : units;
    }

    private readonly struct ExpFormula<L> : IElementwise<float, L>
        where L : unmanaged, ILanes<L, float>
    {
        public L Value(L x) => Exponential<float, L>.Of(x);

        public L Slope(L x) => Exponential<float, L>.Of(x);
    }

    private readonly struct LogFormula<L> : IElementwise<float, L>
        where L : unmanaged, ILanes<L, float>
    {
        public L Value(L x) => Logarithm<float, L>.Of(x);

        public L Slope(L x) => L.Constant(1) / x;
    }
}
