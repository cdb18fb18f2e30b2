using System.Security.Cryptography;
using System.Text;
using Mlp;
using Mlp.Data;

namespace Conform.Training;

/// <summary>Rows by a hash: whether a training goes on with those that it was begun on.</summary>
internal static class RowsHash
{
    /// <summary>SHA-256 of what a training looks at: inputs, labels and weights of the rows to train and to validate on.</summary>
    public static string Of(Parts parts)
    {
        using var hash = SHA256.Create();
        using var stream = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write);
        foreach (var rows in (Samples[])[parts.Train, parts.Validation])
        {
            foreach (var tensor in (Tensor?[])[rows.X, rows.Y, rows.SampleWeight])
            {
                // Type and shape, so that the same bytes divided otherwise are other rows.
                stream.Write(Encoding.UTF8.GetBytes(tensor?.ToString() ?? "none"));
                if (tensor is not null)
                {
                    Safetensors.WriteValues(stream, tensor);
                }
            }
        }

        stream.FlushFinalBlock();
        return Convert.ToHexStringLower(hash.Hash!);
    }
}
