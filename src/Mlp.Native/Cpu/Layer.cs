using System.Numerics;
using System.Runtime.CompilerServices;

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

    /// <summary>The transposed W <c>[padded units, padded inputs]</c>, kept beside it for the gradient in x.</summary>
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Transpose(int worker, int workers)
    {
        // Rows of padding let squares be whole.
        transposed ??= new((long)Stride * TransposedStride);
        var weights = Panels<T>.Cut(Kernel, Inputs, Sets);
        var target = Transposed;
        var (targetStride, inputs) = ((nint)TransposedStride, Inputs);
        var (first, last) = Share.Of(Sets, worker, workers);
        for (var set = (int)first; set < last; set++)
        {
            // Squares beside each other as wide as the lanes, so that each line of W is used whole.
            nint unit = set * Lane<T>.Count;
            var end = Math.Min(Lane<T>.Count, Units - unit);
            var source = weights.At(0, set);
            var stride = weights.Stride(set);
            for (nint input = 0; input < inputs; input += Square<T>.Side)
            {
                // The last square once more, as far back as makes it whole.
                var at = Math.Min(input, inputs - Square<T>.Side);
                if (at < 0)
                {
                    TransposeFew(source, stride, target + (unit * targetStride), (int)end);
                    break;
                }

                for (nint i = 0; i < end; i += Square<T>.Side)
                {
                    Square<T>.Transpose(
                        source + (at * stride) + i,
                        stride,
                        target + ((unit + i) * targetStride) + at,
                        targetStride
                    );
                }
            }
        }
    }

    // Of fewer inputs than a square has.
    private void TransposeFew(T* source, nint stride, T* target, int units)
    {
        for (var input = 0; input < Inputs; input++)
        {
            for (var unit = 0; unit < units; unit++)
            {
                target[(unit * (nint)TransposedStride) + input] = source[(input * stride) + unit];
            }
        }
    }
}
