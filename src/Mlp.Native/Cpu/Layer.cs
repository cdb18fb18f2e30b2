using System.Numerics;

namespace Mlp.Native;

/// <summary>A dense layer in memory: y = f(z), z = x W + b.</summary>
internal sealed unsafe class Layer<T>(int inputs, int units, ActivationRows<T> activation)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private AlignedArray<T>? transposed;
    private AlignedArray<T>? z;
    private AlignedArray<T>? y;
    private AlignedArray<T>? delta;

    /// <summary>Inputs of the layer.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Outputs of the layer.</summary>
    public int Units { get; } = units;

    /// <summary>Values from one row of z or y to the next.</summary>
    public int Stride { get; } = Lane<T>.Padded(units);

    /// <summary>Sets of lanes in a row.</summary>
    public int Sets { get; } = Lane<T>.Sets(units);

    /// <summary>f.</summary>
    public ActivationRows<T> Activation { get; } = activation;

    /// <summary>W <c>[inputs, units]</c>, in <see cref="Panels{T}"/>.</summary>
    public T* Kernel { get; init; }

    /// <summary>b <c>[stride]</c>.</summary>
    public T* Bias { get; init; }

    /// <summary>The transposed W <c>[units, padded inputs]</c>, kept beside it for the gradient in x.</summary>
    public T* Transposed => transposed!.Pointer;

    /// <summary>Values from one row of the transposed W to the next.</summary>
    public int TransposedStride { get; } = Lane<T>.Padded(inputs);

    /// <summary>z <c>[rows, stride]</c>.</summary>
    public T* Z => z!.Pointer;

    /// <summary>y <c>[rows, stride]</c>; z itself where the activation allows.</summary>
    public T* Y => y!.Pointer;

    /// <summary>The gradient in z <c>[rows, stride]</c>.</summary>
    public T* Delta => delta!.Pointer;

    /// <summary>Makes room for that many rows.</summary>
    public void Resize(int rows)
    {
        var length = (long)rows * Stride;
        z = new(length);
        y = Activation.InPlace ? z : new(length);
        delta = new(length);
    }

    /// <summary>Writes rows of the transposed W anew from W; one worker's part.</summary>
    public void Transpose(int worker, int workers)
    {
        transposed ??= new((long)Units * TransposedStride);
        var (start, end) = Share.Of(Lane<T>.Sets(Units), worker, workers);
        for (
            var unit = (int)start * Lane<T>.Count;
            unit < end * Lane<T>.Count;
            unit += Lane<T>.Count
        )
        {
            for (var input = 0; input < Inputs; input += Lane<T>.Count)
            {
                TransposeSquare(input, unit);
            }
        }
    }

    // A square as wide as the lanes, so that each line of memory is used whole.
    private void TransposeSquare(int input, int unit)
    {
        var (rows, columns) = (
            Math.Min(Lane<T>.Count, Inputs - input),
            Math.Min(Lane<T>.Count, Units - unit)
        );
        var set = unit / Lane<T>.Count;
        var weights = Panels<T>.Cut(Kernel, Inputs, Sets);
        var source = weights.At(input, set);
        var sourceStride = weights.Stride(set);
        var target = Transposed + ((nint)unit * TransposedStride) + input;
        if (rows == Lane<T>.Count && columns % Square<T>.Side == 0)
        {
            for (var i = 0; i < rows; i += Square<T>.Side)
            {
                for (var j = 0; j < columns; j += Square<T>.Side)
                {
                    Square<T>.Transpose(
                        source + (i * sourceStride) + j,
                        sourceStride,
                        target + ((nint)j * TransposedStride) + i,
                        TransposedStride
                    );
                }
            }

            return;
        }

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                target[((nint)j * TransposedStride) + i] = source[(i * sourceStride) + j];
            }
        }
    }
}
