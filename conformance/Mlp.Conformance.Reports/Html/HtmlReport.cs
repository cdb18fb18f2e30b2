using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Mlp.Data;

namespace Mlp.Conformance.Reports;

/// <summary>
/// The report as one page that needs nothing beside it. Its markup, style and script are files of their own in <c>Html/Page</c>; the
/// data stand in it as JSON, in which no character is left that could end their place. The page's own policy lets only this style
/// and this script act, and nothing be loaded.
/// </summary>
public static partial class HtmlReport
{
    // In the order in which they need each other.
    private static readonly string[] Scripts =
    [
        "dom.js",
        "data.js",
        "tables.js",
        "charts.js",
        "matrix.js",
        "cases.js",
        "distributions.js",
        "movements.js",
        "trainings.js",
        "mutants.js",
        "speed.js",
        "environment.js",
        "main.js",
    ];

    /// <summary>Writes the page, aside and renamed.</summary>
    public static void Write(string path, Report report) =>
        Aside.Write(path, Encoding.UTF8.GetBytes(ToHtml(report)));

    /// <summary>The page.</summary>
    public static string ToHtml(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var style = Part("report.css");
        var script = "'use strict';\n" + string.Concat(Scripts.Select(Part));
        var parts = new Dictionary<string, string>
        {
            ["policy"] =
                $"default-src 'none'; style-src {Hash(style)}; script-src {Hash(script)}; img-src data:; base-uri 'none'; form-action 'none'",
            ["style"] = style,
            ["script"] = script,
            ["data"] = PageData.ToJson(report),
        };
        // In one pass: what is put in is not looked at again.
        return Places().Replace(Part("report.html"), place => parts[place.Groups[1].Value]);
    }

    private static string Part(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("page/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Hash(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Places();
}
