using System.Security.Cryptography;
using System.Text;

namespace Mlp.Conformance;

/// <summary>Tells two lists of cases apart.</summary>
public static class CaseSet
{
    /// <summary>A hash of what the cases ask and expect, and of their order. Bounds, sources, notes and tags are left out.</summary>
    public static string Hash(IEnumerable<Case> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in cases)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{value.Id} {Manifest.Hash(value)}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];
    }
}
