using CsCheck;

namespace Mlp.Properties.Tests;

/// <summary>What properties are held on. Numbers are few binary digits, exact in float32, so that small examples look small.</summary>
internal static class Draws
{
    /// <summary>Rows: none of the paths is left out, from a lone row over whole vectors to a tail.</summary>
    public static Gen<int> Rows { get; } = Gen.Int[1, 35];

    /// <summary>Classes or columns.</summary>
    public static Gen<int> Columns { get; } = Gen.Int[2, 35];

    /// <summary>Multiples of 1/256 between -4 and 4.</summary>
    public static Gen<double> Real { get; } = Gen.Int[-1024, 1024].Select(i => i / 256.0);

    /// <summary>A matrix of reals.</summary>
    public static Gen<Tensor<double>> Matrix(int rows, int columns) =>
        Real.Array[rows * columns].Select(values => Tensor.Create(values, rows, columns));

    /// <summary>A vector of reals.</summary>
    public static Gen<Tensor<double>> Vector(int length) =>
        Real.Array[length].Select(values => Tensor.Create(values, length));

    /// <summary>Rows of positive values that sum to about 1, none below 1/140.</summary>
    public static Gen<Tensor<double>> Probabilities(int rows, int columns) =>
        Gen.Int[64, 256]
            .Array[rows * columns]
            .Select(parts =>
                Tensor.Create(
                    [
                        .. parts.Select(
                            (part, i) =>
                                (double)
                                    (float)(
                                        (double)part
                                        / parts
                                            .AsSpan(i / columns * columns, columns)
                                            .ToArray()
                                            .Sum()
                                    )
                        ),
                    ],
                    rows,
                    columns
                )
            );

    /// <summary>Class labels.</summary>
    public static Gen<Tensor<long>> Labels(int rows, int classes) =>
        Gen.Int[0, classes - 1]
            .Array[rows]
            .Select(labels => Tensor.Create(Array.ConvertAll(labels, label => (long)label), rows));
}
