using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Mlp;

namespace Conform.Training;

/// <summary>Rows by a hash: whether a training goes on with those that it was begun on.</summary>
internal static class RowsHash
{
    /// <summary>SHA-256 of what a training looks at: inputs, labels and weights of the rows to train and to validate on.</summary>
    public static string Of(Parts parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var rows in (Samples[])[parts.Train, parts.Validation])
        {
            foreach (var tensor in (Tensor?[])[rows.X, rows.Y, rows.SampleWeight])
            {
                // Type and shape, so that the same bytes divided otherwise are other rows.
                hash.AppendData(Encoding.UTF8.GetBytes(tensor?.ToString() ?? "none"));
                hash.AppendData(Bytes(tensor));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static ReadOnlySpan<byte> Bytes(Tensor? tensor) =>
        tensor switch
        {
            null => [],
            Tensor<byte> t => t.Values,
            Tensor<int> t => MemoryMarshal.AsBytes(t.Values),
            Tensor<long> t => MemoryMarshal.AsBytes(t.Values),
            Tensor<float> t => MemoryMarshal.AsBytes(t.Values),
            Tensor<double> t => MemoryMarshal.AsBytes(t.Values),
            _ => throw new NotSupportedException($"Rows of {tensor.Type} have no hash."),
        };
}
