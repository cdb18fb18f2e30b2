using System.Numerics;
using System.Runtime.CompilerServices;

namespace Mlp.Native;

/// <summary>Which inputs of a batch are not 0: one bit each, by row and by input. NaN is not 0.</summary>
/// <param name="inputs">Inputs a row.</param>
internal sealed unsafe class NonZeros<T, L>(int inputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>
{
    /// <summary>Most rows of a batch: one bit each.</summary>
    public const int MostRows = 64;

    /// <summary>Inputs of one word of <see cref="Row"/>.</summary>
    public const int WordInputs = 64;

    private static readonly AlignedArray<T> RowBits = FillRowBits();

    private readonly AlignedArray<double> byRow = new(MostRows * (long)Words(inputs));
    private readonly int words = Words(inputs);
    private readonly ulong[] byInput = new ulong[Lane<T>.Padded(inputs)];

    /// <summary>The largest size of an input; NaN if one is not finite.</summary>
    public double Largest { get; private set; }

    private ulong* ByRow => (ulong*)byRow.Pointer;

    // Rows whose bits fit a lane.
    private static int LaneRows => 8 * sizeof(T);

    /// <summary>Words of bits a row.</summary>
    public static int Words(int inputs) => (inputs + WordInputs - 1) / WordInputs;

    /// <summary>The bits of a row for <see cref="WordInputs"/> inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Row(int row, int word) => ByRow[(row * words) + word];

    /// <summary>The bits of an input for all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Input(int input) => byInput[input];

    /// <summary>Looks at the rows of a batch, padded with zeros.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">How many.</param>
    /// <param name="known">What no input is larger than, where that is known.</param>
    public void Read(T* x, nint stride, int rows, double? known)
    {
        byInput.AsSpan().Clear();
        for (var start = 0; start < rows; start += LaneRows)
        {
            Mark(x, stride, start, Math.Min(rows, start + LaneRows));
        }

        Largest = known ?? LargestOf(x, stride, rows);
    }

    // The bits of rows that fit a lane.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mark(T* x, nint stride, int start, int end)
    {
        var zero = L.Constant(0);
        var lanes = stackalloc T[Lane<T>.Count];
        var bitsOfRows = RowBits.Pointer;
        var (wordsOfRow, inputsOfRow) = ((nint)words, inputs);
        fixed (ulong* marksOfInputs = byInput)
        {
            for (var first = 0; first < inputsOfRow; first += Lane<T>.Count)
            {
                var shift = first % WordInputs;
                var kept = shift == 0 ? 0 : ulong.MaxValue;
                var place = ByRow + (start * wordsOfRow) + (first / WordInputs);
                var values = x + (start * stride) + first;
                var marks = zero;
                for (var row = start; row < end; row++)
                {
                    var none = L.LessOrEqual(L.Abs(L.Load(values)), zero);
                    marks |= L.Select(none, zero, L.Of(bitsOfRows[row]));
                    *place = (*place & kept) | ((ulong)(~L.Bits(none) & LaneMask) << shift);
                    place += wordsOfRow;
                    values += stride;
                }

                marks.Store(lanes);
                for (var lane = 0; lane < Lane<T>.Count; lane++)
                {
                    marksOfInputs[first + lane] |= Bits(lanes + lane) << start;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double LargestOf(T* x, nint stride, int rows)
    {
        var largest = default(Largest<T, L>);
        for (var row = 0; row < rows; row++)
        {
            for (var first = 0; first < inputs; first += Lane<T>.Count)
            {
                largest.Take(L.Load(x + (row * stride) + first));
            }
        }

        return largest.Value;
    }

    private static uint LaneMask => (1u << Lane<T>.Count) - 1;

    private static ulong Bits(T* lane) => sizeof(T) == sizeof(uint) ? *(uint*)lane : *(ulong*)lane;

    private static AlignedArray<T> FillRowBits()
    {
        var bits = new AlignedArray<T>(MostRows);
        for (var row = 0; row < MostRows; row++)
        {
            var bit = 1UL << (row % LaneRows);
            if (sizeof(T) == sizeof(uint))
            {
                ((uint*)bits.Pointer)[row] = (uint)bit;
            }
            else
            {
                ((ulong*)bits.Pointer)[row] = bit;
            }
        }

        return bits;
    }
}
