using System.Globalization;
using System.Text;

namespace Mlp.Conformance;

/// <summary>What a person needs to know of a bad verdict.</summary>
public static class FailureText
{
    private const string Tool = "dotnet run --project tools/conform --";

    /// <summary>Case id, backend, first bad index, expected, actual, error against bound, name and formula of the bound, and the command that runs just this case.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="cases">The files that the case is from; none for the embedded suite.</param>
    public static string Of(Verdict verdict, params IEnumerable<string> cases)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return Text(verdict, $"run just this: {Tool} run", cases, $" --backend {verdict.Backend}");
    }

    /// <summary>The same of a verdict on a file of results, with the command that judges just this case.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="results">The file that the result is from.</param>
    /// <param name="cases">The files that the case is from; none for the embedded suite.</param>
    public static string OfResult(Verdict verdict, string results, params IEnumerable<string> cases)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return Text(verdict, $"judge just this: {Tool} judge {Quoted(results)}", cases, "");
    }

    /// <summary>A number with every digit it takes to read it back.</summary>
    internal static string Number(double value) =>
        value.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(
        Verdict verdict,
        string command,
        IEnumerable<string> cases,
        string backend
    )
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{verdict.Case.Id} on {verdict.Backend}: ")
            .Append(verdict.Kind.ToString().ToLowerInvariant());
        OutputVerdict[] bad =
        [
            .. verdict.Outputs.Where(output => output.Kind == VerdictKind.Failed),
        ];
        if (bad.Length == 0 || verdict.Decline is not null)
        {
            Line(text, verdict.Message ?? "");
        }

        foreach (var output in bad)
        {
            Output(text, output);
        }

        if (verdict.Case.Notes is { Length: > 0 } notes)
        {
            Line(text, $"what it tests: {notes}");
        }

        Line(text, $"expected by: {verdict.Case.Source}");
        Line(
            text,
            command
                + string.Concat(cases.Select(path => $" --cases {Quoted(path)}"))
                + backend
                + $" --id {Quoted(verdict.Case.Id)}"
        );
        return text.ToString();
    }

    // As a shell takes it for one word.
    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "/._:-".Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void Output(StringBuilder text, OutputVerdict output)
    {
        if (output.Message is not null)
        {
            Line(text, $"{output.Path} {output.Message}");
            return;
        }

        Line(
            text,
            $"{output.Path}, first bad index {output.BadIndex}: expected {output.Expected}, actual {output.Actual}"
        );
        Line(
            text,
            $"worst error {Number(output.Error)} against bound {Number(output.Bound)}: {Times(output.WorstRatio)}"
        );
        Line(text, $"bound {output.Policy}: {Formula(output.Policy)}");
    }

    private static string Times(double ratio) =>
        double.IsInfinity(ratio)
            ? "no difference is allowed there"
            : $"{ratio.ToString("G3", CultureInfo.InvariantCulture)} times";

    private static string Formula(string policy) =>
        Tolerance.Entries.TryGetValue(policy, out var entry) ? entry.Formula : "of the case itself";

    private static void Line(StringBuilder text, string line) => text.Append("\n  ").Append(line);
}
