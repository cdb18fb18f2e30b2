using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>
/// A baseline for the eye: one line a case, sorted by id, beside the results file, so that a difference of two versions shows which
/// cases moved. Columns: case; verdict; values, a hash of the whole answer, the same where <see cref="ChangeKind.Equal"/>; the
/// largest error / bound.
/// </summary>
public static class BaselineText
{
    private const string Header = "case,verdict,values,error_over_bound";

    /// <summary>Writes the lines of these verdicts and the results they judge, aside and renamed.</summary>
    public static void Write(string path, IEnumerable<(Verdict Verdict, Result Result)> judged) =>
        Aside.Write(path, Encoding.UTF8.GetBytes(Of(judged)));

    /// <summary>The lines of these verdicts and the results they judge. Absent ones have none.</summary>
    public static string Of(IEnumerable<(Verdict Verdict, Result Result)> judged)
    {
        ArgumentNullException.ThrowIfNull(judged);
        return string.Join(
            '\n',
            judged
                .Where(pair => pair.Result.Status != ResultStatus.Absent)
                .OrderBy(pair => pair.Result.Id, StringComparer.Ordinal)
                .Select(pair => Line(pair.Verdict, pair.Result))
                .Prepend(Header)
                .Append("")
        );
    }

    /// <summary>12 hexadecimal digits of SHA-256 over paths, types, shapes and values of the outputs.</summary>
    public static string Hash(Case value, Result result)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(result);
        var signs = value.Tags.Contains("signed_zero");
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(result.Status.ToString());
        foreach (var row in LeafRows.Of(result.Outputs))
        {
            writer.Write(row.Name);
            writer.Write(row.Type);
            writer.Write(row.Text ?? "");
            foreach (var size in row.Shape ?? [])
            {
                writer.Write(size);
            }

            foreach (var number in row.Values ?? [])
            {
                writer.Write(
                    double.IsNaN(number) ? double.NaN
                    : number == 0 && !signs ? 0
                    : number
                );
            }
        }

        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()))[..12];
    }

    private static string Line(Verdict verdict, Result result) =>
        string.Join(
            ',',
            Field(result.Id),
            verdict.Kind.ToString().ToLowerInvariant(),
            Hash(verdict.Case, result),
            verdict.WorstRatio.ToString("G4", CultureInfo.InvariantCulture)
        );

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
