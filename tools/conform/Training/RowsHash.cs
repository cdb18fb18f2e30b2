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
                Append(hash, tensor);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, Tensor? tensor)
    {
        switch (tensor)
        {
            case null:
                break;
            case Tensor<byte> t:
                Append(hash, t.Values);
                break;
            case Tensor<int> t:
                Append(hash, t.Values);
                break;
            case Tensor<long> t:
                Append(hash, t.Values);
                break;
            case Tensor<float> t:
                Append(hash, t.Values);
                break;
            case Tensor<double> t:
                Append(hash, t.Values);
                break;
            default:
                throw new NotSupportedException($"Rows of {tensor.Type} have no hash.");
        }
    }

    // In pieces: bytes of a span are counted by an int.
    private static void Append<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        const int Piece = 1 << 20;
        for (; !values.IsEmpty; values = values[Math.Min(values.Length, Piece)..])
        {
            hash.AppendData(MemoryMarshal.AsBytes(values[..Math.Min(values.Length, Piece)]));
        }
    }
}
