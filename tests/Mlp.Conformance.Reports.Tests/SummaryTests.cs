using System.Globalization;
using System.Xml.Linq;

namespace Mlp.Conformance.Reports.Tests;

/// <summary>JUnit XML and Markdown: the same results, for build servers.</summary>
public class SummaryTests
{
    private static readonly Report Whole = Sample.Whole();

    [Test]
    public void JUnit_has_a_test_for_each_case_and_backend()
    {
        var xml = XDocument.Parse(JUnitXml.ToXml(Whole));
        var suites = xml.Root!.Elements("testsuite").ToArray();

        Assert.That(
            suites.Select(suite => suite.Attribute("name")!.Value),
            Is.EqualTo(new[] { "cpu", "torch:cpu", "gpu:opencl" })
        );
        foreach (var suite in suites)
        {
            Assert.That(
                suite.Elements("testcase").Select(test => test.Attribute("name")!.Value),
                Is.EqualTo(Sample.Cases.Select(value => value.Id))
            );
        }
    }

    [TestCase("tests", "testcase")]
    [TestCase("failures", "failure")]
    [TestCase("errors", "error")]
    [TestCase("skipped", "skipped")]
    public void JUnit_counts_what_it_holds(string count, string element)
    {
        var xml = XDocument.Parse(JUnitXml.ToXml(Whole));

        foreach (var holder in xml.Descendants("testsuite").Prepend(xml.Root!))
        {
            Assert.That(
                int.Parse(holder.Attribute(count)!.Value, CultureInfo.InvariantCulture),
                Is.EqualTo(holder.Descendants(element).Count())
            );
        }

        Assert.That(xml.Descendants(element), Is.Not.Empty);
    }

    [Test]
    public void JUnit_says_of_a_failure_what_the_console_says()
    {
        var failed = Whole.Bad.Single(bad => bad.Verdict.Kind == VerdictKind.Failed);
        var failure = XDocument.Parse(JUnitXml.ToXml(Whole)).Descendants("failure").Single();

        Assert.That(failure.Value, Is.EqualTo(FailureText.With(failed.Verdict, failed.Command)));
        Assert.That(failure.Value, Does.EndWith($"--id {Sample.Failing.Id}"));
    }

    [Test]
    public void Markdown_has_the_matrix_and_what_is_bad()
    {
        var markdown = Markdown.ToMarkdown(Whole);
        var cells = markdown
            .Split('\n')
            .Single(line => line.StartsWith("| losses |", StringComparison.Ordinal));

        Assert.That(
            markdown,
            Does.Contain($"**2 of {3 * Sample.Cases.Length} verdicts are bad.**")
        );
        Assert.That(cells, Does.Contain("40 passed").And.Contain("39 passed, 1 error"));
        // A border at each end, and between family and two cells a backend.
        Assert.That(cells.Count(c => c == '|'), Is.EqualTo(2 + (2 * 3)));
        Assert.That(markdown, Does.Contain($"--id {Sample.Failing.Id}"));
    }

    // No case failed is true of them too, and reads as if they had passed.
    [Test]
    public void Markdown_of_cases_that_are_all_absent_says_that_nothing_was_compared()
    {
        var report = Sample.Absent();

        Assert.That(report.Summary.ExitCode, Is.EqualTo(3));
        Assert.That(
            Markdown.ToMarkdown(report),
            Does.Contain("**Nothing was compared.**").And.Not.Contain("No case failed")
        );
    }

    [Test]
    public void Markdown_names_a_backend_of_which_nothing_was_compared()
    {
        var report = Sample.Absent(Sample.Backend("torch:cpu", Sample.Cases, 0.4));

        Assert.That(
            Markdown.ToMarkdown(report),
            Does.Contain("**No case failed; of cpu nothing was compared.**")
        );
    }

    [Test]
    public void Markdown_of_nothing_says_so() =>
        Assert.That(Markdown.ToMarkdown(Sample.Empty()), Does.Contain("Nothing was judged."));
}
