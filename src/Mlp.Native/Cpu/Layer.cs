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

    /// <summary>Room for the transposed W <c>[units, padded inputs]</c>, for <see cref="InputGradients{T, L}"/> of many rows.</summary>
    public T* Transposed => transposed!.Pointer;

    /// <summary>z <c>[rows, stride]</c>.</summary>
    public T* Z => z!.Pointer;

    /// <summary>y <c>[rows, stride]</c>; z itself where the activation allows.</summary>
    public T* Y => y!.Pointer;

    /// <summary>The gradient in z <c>[rows, stride]</c>.</summary>
    public T* Delta => delta!.Pointer;

    /// <summary>Makes room for the transposed W.</summary>
    public void MakeTransposed() => transposed ??= new((long)Units * Lane<T>.Padded(Inputs));

    /// <summary>Makes room for that many rows.</summary>
    public void Resize(int rows)
    {
        var length = (long)rows * Stride;
        z = new(length);
        y = Activation.InPlace ? z : new(length);
        delta = new(length);
    }
}
