using System.Globalization;
using System.Text;

namespace Mlp.Conformance;

/// <summary>What a person needs to know of a bad verdict.</summary>
public static class FailureText
{
    /// <summary>Case id, backend, first bad index, expected, actual, error against bound, name and formula of the bound.</summary>
    public static string Of(Verdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return Text(verdict).ToString();
    }

    /// <summary>The same with a last line of the caller's, who knows what runs the case.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="command">How to see just this again.</param>
    public static string With(Verdict verdict, string command)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        var text = Text(verdict);
        Line(text, command);
        return text.ToString();
    }

    /// <summary>The command that runs one case on a backend, but for the id, which comes last.</summary>
    /// <param name="tool">What the tool is called where the command is to be run: <c>conform</c>.</param>
    /// <param name="backend">Name of the backend.</param>
    /// <param name="cases">The files that the case is from; none for the embedded suite.</param>
    public static string RunCommand(
        string tool,
        string backend,
        params IEnumerable<string> cases
    ) => $"{tool} run{Files(cases)} --backend {Quoted(backend)} --id";

    /// <summary>The command that judges one case of a file of results, but for the id, which comes last.</summary>
    /// <param name="tool">What the tool is called where the command is to be run.</param>
    /// <param name="results">The file.</param>
    /// <param name="cases">The files that the case is from; none for the embedded suite.</param>
    public static string JudgeCommand(
        string tool,
        string results,
        params IEnumerable<string> cases
    ) => $"{tool} judge {Quoted(results)}{Files(cases)} --id";

    /// <summary>As a shell takes it for one word.</summary>
    public static string Quoted(string word) =>
        !string.IsNullOrEmpty(word)
        && word.All(c =>
            char.IsAsciiLetterOrDigit(c) || "/._:-".Contains(c, StringComparison.Ordinal)
        )
            ? word
            : $"'{word?.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A number with every digit it takes to read it back.</summary>
    internal static string Number(double value) =>
        value.ToString("R", CultureInfo.InvariantCulture);

    private static string Files(IEnumerable<string> cases) =>
        string.Concat(cases.Select(path => $" --cases {Quoted(path)}"));

    private static StringBuilder Text(Verdict verdict)
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
        return text;
    }

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
            $"worst error {Number(output.Error)} against bound {Number(output.Bound)}: {Times(output)}"
        );
        Line(text, $"bound {output.Policy}: {Formula(output.Policy)}");
    }

    private static string Times(OutputVerdict output) =>
        double.IsInfinity(output.Error) ? "no bound is that wide"
        : double.IsInfinity(output.WorstRatio) ? "no difference is allowed there"
        : $"{output.WorstRatio.ToString("G3", CultureInfo.InvariantCulture)} times";

    private static string Formula(string policy) =>
        Tolerance.Entries.TryGetValue(policy, out var entry) ? entry.Formula : "of the case itself";

    private static void Line(StringBuilder text, string line) => text.Append("\n  ").Append(line);
}
