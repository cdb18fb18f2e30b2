using System.Globalization;
using System.Text;

namespace Mlp.Conformance.Reports.Tests;

/// <summary>2,000 cases on 4 backends: below 5 MB, and answering within a second.</summary>
public class SizeTests
{
    private const int Cases = 2_000;
    private const int Most = 5_000_000;

    // Another process may have the processor for the whole of a second: so often is the page opened until it is quick once.
    private const int Tries = 10;

    [TestCase(0.4, TestName = "most passing, no two alike")]
    [TestCase(1_000, TestName = "most failing")]
    [Category("browser")]
    public void It_is_small_and_quick(double share)
    {
        // Of every family as many as it has among all.
        Case[] cases =
        [
            .. Fixtures.All.Where(
                (_, i) => i * Cases / Fixtures.All.Count != (i + 1) * Cases / Fixtures.All.Count
            ),
        ];
        Assert.That(cases, Has.Length.EqualTo(Cases));
        var report = Report.Of(
            new(
                "v1",
                cases,
                [
                    .. new[] { "cpu", "torch:cpu", "gpu:opencl", "ort" }.Select(name =>
                        Sample.Backend(name, cases, share)
                    ),
                ],
                Sample.Made
            )
            {
                Baseline = Sample.Backend("cpu", cases, share),
            }
        );
        var html = HtmlReport.ToHtml(report);
        var bytes = Encoding.UTF8.GetByteCount(html);

        Assert.That(report.Backends.Sum(backend => backend.Outcomes.Count), Is.EqualTo(4 * Cases));
        Assert.That(bytes, Is.LessThan(Most));
        TestContext.Out.WriteLine(
            $"{bytes:N0} bytes, {report.Bad.Count():N0} of {4 * Cases:N0} bad"
        );

        using var page = Browser.Open(html);
        var (interactive, ready) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Tries && interactive > 1_000; i++)
        {
            page.Go();
            (interactive, ready) = (Mark("interactive"), Mark("ready"));
        }

        TestContext.Out.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"interactive after {interactive:F0} ms, all sections drawn after {ready:F0} ms"
            )
        );
        Assert.That(interactive, Is.LessThan(1_000));
        Assert.That(page.Errors(), Is.Empty);

        // From the beginning of the navigation.
        double Mark(string name) =>
            Convert.ToDouble(
                page.Script("return performance.getEntriesByName(arguments[0])[0].startTime", name),
                CultureInfo.InvariantCulture
            );
    }
}
