using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Mlp.Conformance;

/// <summary>What a suite of fixtures must hold: written beside the files, checked whenever they are loaded.</summary>
/// <param name="FormatVersion">Version of the form of files and manifest.</param>
/// <param name="Suite">Name and version of the suite: <c>v1</c>.</param>
/// <param name="Files">The files.</param>
/// <param name="Floors">For each family the fewest cases there may ever be.</param>
/// <param name="Cases">For each case id the hash of its inputs and expectation, which never change.</param>
public sealed record Manifest(
    int FormatVersion,
    string Suite,
    IReadOnlyList<Manifest.Entry> Files,
    IReadOnlyDictionary<string, int> Floors,
    IReadOnlyDictionary<string, string> Cases
)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = NodeJson.Writing.Encoder,
        NewLine = "\n",
    };

    /// <summary>One file of the suite.</summary>
    /// <param name="Path">Relative to the manifest, with forward slashes.</param>
    /// <param name="Sha256">Hash of its bytes, lower-case hexadecimal.</param>
    /// <param name="Cases">How many cases it holds.</param>
    public sealed record Entry(string Path, string Sha256, int Cases);

    /// <summary>The manifest of files by their relative path and bytes, and the cases in them.</summary>
    /// <param name="suite">Name and version of the suite.</param>
    /// <param name="files">The files.</param>
    /// <param name="floors">The fewest cases of each family; null takes the counts.</param>
    public static Manifest Of(
        string suite,
        IReadOnlyList<(string Path, byte[] Bytes, IReadOnlyList<Case> Cases)> files,
        IReadOnlyDictionary<string, int>? floors = null
    )
    {
        ArgumentNullException.ThrowIfNull(files);
        Case[] all = [.. files.SelectMany(file => file.Cases)];
        return new(
            CaseFile.FormatVersion,
            suite,
            [
                .. files
                    .OrderBy(file => file.Path, StringComparer.Ordinal)
                    .Select(file => new Entry(file.Path, Sha256(file.Bytes), file.Cases.Count)),
            ],
            floors ?? Counts(all),
            all.OrderBy(value => value.Id, StringComparer.Ordinal)
                .ToDictionary(value => value.Id, Hash)
        );
    }

    /// <summary>The hash of what a case asks and expects: op, params, type, inputs, expectations. Source, notes and tags may be reworded, and bounds follow the policy.</summary>
    public static string Hash(Case value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var said = value with { Source = "", Notes = null, Tags = [], Bounds = null };
        // Half of the digits is more than enough to see a change.
        return Sha256(Encoding.UTF8.GetBytes(CaseJson.Write(said)))[..32];
    }

    /// <summary>Reads a manifest; <paramref name="name"/> is for messages. Takes at most 128 KiB and 256 times its bytes.</summary>
    /// <exception cref="InvalidCaseException">It is none, or of a newer version.</exception>
    public static Manifest Read(string json, string name)
    {
        Manifest manifest;
        try
        {
            manifest =
                JsonSerializer.Deserialize<Manifest>(json, Json)
                ?? throw new InvalidCaseException($"{name} is empty.");
        }
        // The latter for halves of surrogate pairs.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new InvalidCaseException(
                $"{name} is no manifest: {exception.Message}",
                exception
            );
        }

        if (manifest.FormatVersion > CaseFile.FormatVersion)
        {
            throw new InvalidCaseException(
                $"{name} has format version {manifest.FormatVersion}; this program reads up to {CaseFile.FormatVersion}. Take a newer program."
            );
        }

        return
            manifest is { Suite: not null, Files: not null, Floors: not null, Cases: not null }
            && manifest.Files.All(file => file is { Path: not null, Sha256: not null })
            ? manifest
            : throw new InvalidCaseException(
                $"{name} is no manifest: suite, files, floors or cases are missing."
            );
    }

    /// <summary>The manifest as JSON, the same for the same suite.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>Refuses a file that the manifest does not name, or whose bytes have another hash.</summary>
    /// <exception cref="InvalidCaseException">It is such a file.</exception>
    public void Check(string path, byte[] bytes)
    {
        var entry =
            Files.FirstOrDefault(file => file.Path == path)
            ?? throw new InvalidCaseException(
                $"{path} is not in the manifest of suite {Suite}; write the manifest anew or remove the file."
            );
        var hash = Sha256(bytes);
        if (hash != entry.Sha256)
        {
            throw new InvalidCaseException(
                $"{path} has SHA-256 {hash}; the manifest of suite {Suite} says {entry.Sha256}. The file was changed or damaged."
            );
        }
    }

    /// <summary>Refuses a suite that lacks a case or a family's floor. That cases say what they said, <see cref="Check"/> sees to, file by file.</summary>
    /// <exception cref="InvalidCaseException">It is such a suite.</exception>
    public void CheckCases(IReadOnlyList<Case> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        var counts = Counts(all);
        foreach (var (family, floor) in Floors)
        {
            var count = counts.GetValueOrDefault(family);
            if (count < floor)
            {
                throw new InvalidCaseException(
                    $"Suite {Suite} holds {count} cases of {family}; it must never hold fewer than {floor}."
                );
            }
        }

        var ids = all.Select(value => value.Id).ToHashSet(StringComparer.Ordinal);
        var lost = Cases.Keys.FirstOrDefault(id => !ids.Contains(id));
        if (lost is not null)
        {
            throw new InvalidCaseException($"Suite {Suite} has lost case '{lost}'.");
        }
    }

    private static Dictionary<string, int> Counts(IEnumerable<Case> cases) =>
        cases
            .CountBy(value => value.Family)
            .OrderBy(count => Families.All.ToList().IndexOf(count.Key))
            .ToDictionary();

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
