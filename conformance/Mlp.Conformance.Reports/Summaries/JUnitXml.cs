using System.Globalization;
using System.Text;
using System.Xml;
using Mlp.Data;

namespace Mlp.Conformance.Reports;

/// <summary>
/// Results as JUnit XML, which build servers read: a suite a backend, a test a case, its class <c>BACKEND.FAMILY</c>. What failed or is
/// mistrusted is a failure, what threw an error; declined and absent cases are skipped, with the reason.
/// </summary>
public static class JUnitXml
{
    private const char Unknown = '\uFFFD';

    /// <summary>Writes the file, aside and renamed.</summary>
    public static void Write(string path, Report report) =>
        Aside.Write(path, Encoding.UTF8.GetBytes(ToXml(report)));

    /// <summary>The file.</summary>
    public static string ToXml(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var buffer = new MemoryStream();
        using (
            var xml = XmlWriter.Create(
                buffer,
                new()
                {
                    Indent = true,
                    NewLineChars = "\n",
                    Encoding = new UTF8Encoding(false),
                }
            )
        )
        {
            xml.WriteStartElement("testsuites");
            Attribute(xml, "name", $"conformance {report.Inputs.Suite}");
            Counts(xml, [.. report.Backends.SelectMany(backend => backend.Verdicts)]);
            foreach (var backend in report.Backends)
            {
                Suite(xml, backend, report.Inputs.Made);
            }

            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Suite(XmlWriter xml, BackendReport backend, DateTimeOffset made)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", backend.Results.Name);
        Counts(xml, [.. backend.Verdicts]);
        Attribute(
            xml,
            "timestamp",
            made.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)
        );
        if (backend.Results.Environment.Count > 0)
        {
            xml.WriteStartElement("properties");
            foreach (var (key, value) in backend.Results.Environment)
            {
                xml.WriteStartElement("property");
                Attribute(xml, "name", key);
                Attribute(xml, "value", value);
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        foreach (var outcome in backend.Outcomes)
        {
            Test(xml, outcome);
        }

        xml.WriteEndElement();
    }

    private static void Test(XmlWriter xml, Outcome outcome)
    {
        var verdict = outcome.Verdict;
        xml.WriteStartElement("testcase");
        // A point separates packages.
        Attribute(xml, "classname", $"{verdict.Backend.Replace('.', '_')}.{verdict.Case.Family}");
        Attribute(xml, "name", verdict.Case.Id);
        switch (verdict.Kind)
        {
            case VerdictKind.Failed or VerdictKind.Mistrusted or VerdictKind.Error:
                xml.WriteStartElement(verdict.Kind == VerdictKind.Error ? "error" : "failure");
                Attribute(xml, "type", Name(verdict.Kind));
                Attribute(xml, "message", verdict.Message ?? "");
                xml.WriteString(Clean(FailureText.With(verdict, outcome.Command)));
                xml.WriteEndElement();
                break;
            case VerdictKind.Declined or VerdictKind.Absent:
                xml.WriteStartElement("skipped");
                Attribute(xml, "message", $"{Name(verdict.Kind)}: {verdict.Message}");
                xml.WriteEndElement();
                break;
            case VerdictKind.Warned:
                xml.WriteElementString("system-out", Clean($"warned: {verdict.Message}"));
                break;
        }

        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, IReadOnlyList<Verdict> verdicts)
    {
        Count("tests", _ => true);
        Count("failures", kind => kind is VerdictKind.Failed or VerdictKind.Mistrusted);
        Count("errors", kind => kind is VerdictKind.Error);
        Count("skipped", kind => kind is VerdictKind.Declined or VerdictKind.Absent);

        void Count(string name, Func<VerdictKind, bool> counts) =>
            Attribute(
                xml,
                name,
                verdicts
                    .Count(verdict => counts(verdict.Kind))
                    .ToString(CultureInfo.InvariantCulture)
            );
    }

    private static void Attribute(XmlWriter xml, string name, string value) =>
        xml.WriteAttributeString(name, Clean(value));

    private static string Name(VerdictKind kind) => kind.ToString().ToLowerInvariant();

    // XML has no place for most control characters, nor for half of a pair, however they are written.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                clean.Append(text[i]).Append(text[++i]);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : Unknown);
            }
        }

        return clean.ToString();
    }
}
