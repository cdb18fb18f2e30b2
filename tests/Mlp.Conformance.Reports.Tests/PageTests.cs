using System.Globalization;
using OpenQA.Selenium;

namespace Mlp.Conformance.Reports.Tests;

/// <summary>The page in a browser: what people see, and do with mouse and keyboard.</summary>
[Category("browser")]
public class PageTests
{
    private static readonly Report Whole = Sample.Whole();
    private static readonly string Html = HtmlReport.ToHtml(Whole);

    private static readonly string Failing =
        $"#case={Uri.EscapeDataString(Sample.Failing.Id)}&backend=gpu%3Aopencl";

    [Test]
    public void It_draws_every_section_without_a_word_to_the_console()
    {
        using var page = Browser.Open(Html);

        Assert.That(
            page.Texts("main > section > h2"),
            Is.EqualTo(
                new[]
                {
                    "Overview",
                    "Cases",
                    "Errors",
                    "CPU and GPU",
                    "Drift",
                    "Learning curves",
                    "Mutants",
                    "Speed",
                    "Environment",
                }
            )
        );
        Assert.That(page.Script("return document.querySelectorAll('main .none').length"), Is.Zero);
        Assert.That(page.Errors(), Is.Empty);
    }

    [Test]
    public void What_was_not_given_is_said_and_not_made_up()
    {
        using var page = Browser.Open(HtmlReport.ToHtml(Sample.Empty()));

        Assert.That(page.Text("#overview .sentence"), Is.EqualTo("Nothing was judged."));
        foreach (
            var section in (string[])
                ["errors", "devices", "drift", "trainings", "mutants", "speed", "environment"]
        )
        {
            Assert.That(page.Texts($"#{section} .none"), Is.Not.Empty, section);
        }

        Assert.That(page.Errors(), Is.Empty);
    }

    [Test]
    public void Cases_that_are_all_absent_have_not_passed()
    {
        using var page = Browser.Open(HtmlReport.ToHtml(Sample.Absent()));

        Assert.That(page.Text("#overview .sentence"), Is.EqualTo("Nothing was compared."));
        Assert.That(page.Texts("#overview .headline.green"), Is.Empty);
    }

    [Test]
    public void The_matrix_counts_and_opens_its_cases()
    {
        using var page = Browser.Open(Html);
        var cell = page.Find("#overview a[aria-label^='optimizers on gpu:opencl']");

        Assert.That(cell.Text, Does.Contain("39").And.Contain("1 failed"));
        cell.Click();
        page.Until("document.querySelector('#cases .found').textContent.startsWith('1 of')");
        Assert.That(page.Texts("#cases tbody th"), Is.EqualTo(new[] { Sample.Failing.Id }));
        Assert.That(page.Script("return document.activeElement.id"), Is.EqualTo("cases"));
        Assert.That(page.Script("return location.hash"), Does.Contain("family=optimizers"));
    }

    [Test]
    public void Cells_show_the_worst_share_of_the_summary()
    {
        using var page = Browser.Open(Html);

        foreach (
            var row in Whole.Summary.Rows.Where(row =>
                row is { WorstId: not null, WorstRatio: > 1e-3 and < 100 }
            )
        )
        {
            Assert.That(
                double.Parse(
                    page.Text($"#overview a[aria-label^='{row.Family} on {row.Backend}:'] .ratio"),
                    CultureInfo.InvariantCulture
                ),
                Is.EqualTo(row.WorstRatio).Within(0.6e-3)
            );
        }
    }

    [Test]
    public void Cases_sort_by_their_headings()
    {
        using var page = Browser.Open(Html, "#family=losses&backend=cpu");
        var heading = page.Find("#cases thead th:nth-child(4) button");
        heading.Click();

        Assert.That(Direction(), Is.EqualTo("descending"));
        Assert.That(Ratios(), Is.Ordered.Descending);
        Assert.That(
            page.Texts("#cases tbody th")[0],
            Is.EqualTo(
                Whole
                    .Summary.Rows.Single(row => row is { Backend: "cpu", Family: "losses" })
                    .WorstId
            )
        );
        heading.Click();
        Assert.That(Direction(), Is.EqualTo("ascending"));
        Assert.That(Ratios(), Is.Ordered.Ascending);

        object? Direction() =>
            page.Script(
                "return document.querySelector('#cases thead th:nth-child(4)').getAttribute('aria-sort')"
            );
        double[] Ratios() =>
            [
                .. page.Texts("#cases tbody td:nth-child(4)")
                    .Select(text => double.Parse(text, CultureInfo.InvariantCulture)),
            ];
    }

    [TestCase("#family=fit", 40)]
    [TestCase("#verdict=failed", 1)]
    [TestCase("#verdict=bad", 2)]
    [TestCase("#verdict=absent", 1)]
    [TestCase("#verdict=absent&backend=cpu", 0)]
    public void Cases_are_filtered_by_their_address(string hash, int found)
    {
        using var page = Browser.Open(Html, hash);

        Assert.That(Count(page), Is.EqualTo(found));
    }

    [Test]
    public void A_filter_that_there_is_not_hides_nothing()
    {
        using var page = Browser.Open(Html, "#family=nonsense&backend=nobody");

        Assert.That(Count(page), Is.EqualTo(Sample.Cases.Length));
    }

    [Test]
    public void Cases_are_searched_by_words()
    {
        using var page = Browser.Open(Html);
        page.Find("#cases input[type=search]").SendKeys("adam");
        var due = Sample.Cases.Count(value =>
            string.Join(
                    ' ',
                    value.Id,
                    value.Family,
                    value.Op,
                    string.Join(", ", value.Tags),
                    value.Notes,
                    value.Source
                )
                .Contains("adam", StringComparison.OrdinalIgnoreCase)
        );

        Assert.That(due, Is.InRange(1, Sample.Cases.Length - 1));
        Assert.That(Count(page), Is.EqualTo(due));
        Assert.That(page.Script("return location.hash"), Is.EqualTo("#q=adam"));
        page.Find("#cases .filters button").Click();
        Assert.That(Count(page), Is.EqualTo(Sample.Cases.Length));
    }

    [Test]
    public void More_cases_are_shown_when_asked_for()
    {
        using var page = Browser.Open(Html, "#family=losses");

        Assert.That(page.Texts("#cases tbody tr"), Has.Length.EqualTo(25));
        page.Find("#cases .more").Click();
        Assert.That(page.Texts("#cases tbody tr"), Has.Length.EqualTo(40));
    }

    [Test]
    public void A_link_opens_a_failing_case_with_its_command()
    {
        using var page = Browser.Open(Html, Failing);
        var failed = Whole.Bad.Single(bad => bad.Verdict.Kind == VerdictKind.Failed);
        var output = failed.Verdict.Outputs.First(output => output.Kind == VerdictKind.Failed);

        Assert.That(page.Script("return document.getElementById('case').open"), Is.True);
        Assert.That(page.Text("#case h2"), Is.EqualTo(Sample.Failing.Id));
        Assert.That(page.Text("#case .on h3"), Is.EqualTo("gpu:opencl failed"));
        Assert.That(
            page.Text("#case .on .output"),
            Does.Contain(output.Expected)
                .And.Contain(output.Actual)
                .And.Contain($"first bad index {output.BadIndex}")
                .And.Contain(Tolerance.Entries[output.Policy].Formula)
        );
        Assert.That(page.Text("#case .on code"), Is.EqualTo(failed.Command));
        Assert.That(page.Texts("#case .on h3"), Has.Length.EqualTo(3));
    }

    [Test]
    public void A_link_to_no_case_says_so()
    {
        using var page = Browser.Open(Html, "#case=gone/for/good");

        Assert.That(page.Text("#case"), Does.Contain("This report has no case gone/for/good."));
    }

    [Test]
    public void A_training_shows_its_curves()
    {
        var training = Whole.Trainings.First(training =>
            training.Expected.GetValueOrDefault("loss")?.Length > 1
        );
        using var page = Browser.Open(Html, "#case=" + Uri.EscapeDataString(training.Case.Id));

        // Three backends and what is due.
        Assert.That(
            page.Script(
                "return document.querySelector('#case .curves svg').querySelectorAll('polyline').length"
            ),
            Is.EqualTo(4)
        );
    }

    [Test]
    public void Distributions_show_every_case_that_was_compared()
    {
        using var page = Browser.Open(Html);
        const string Bars =
            "return [...document.querySelectorAll('#errors figure')].map(f => [...f.querySelectorAll('rect.fill0 title')].reduce((s, t) => s + parseInt(t.textContent.split(': ').at(-1)), 0))";

        var families = Sample.Cases.Select(value => value.Family).Distinct().ToArray();
        Assert.That(
            ((IEnumerable<object>)page.Script(Bars)!).Select(Convert.ToInt32),
            Is.EqualTo(
                families.Select(family =>
                    Whole
                        .Backends[0]
                        .Verdicts.Count(verdict =>
                            verdict.Case.Family == family && verdict.Compared > 0
                        )
                )
            )
        );
        page.Find("#errors .choice button:nth-child(2)").Click();
        Assert.That(
            ((IEnumerable<object>)page.Script(Bars)!).Select(Convert.ToInt32),
            Is.EqualTo(
                families.Select(family =>
                    Whole
                        .Backends[0]
                        .Outcomes.Count(outcome =>
                            outcome.Verdict.Case.Family == family && outcome.Ulps is not null
                        )
                )
            )
        );
    }

    [Test]
    public void Largest_movers_come_first()
    {
        using var page = Browser.Open(Html);

        Assert.That(
            page.Texts("#devices .table:nth-of-type(2) tbody th")[0],
            Is.EqualTo(Whole.Devices[0].Changes.Movers[0].Case.Id)
        );
        Assert.That(
            page.Texts("#drift .table:nth-of-type(2) tbody th")[0],
            Is.EqualTo(Whole.Drift!.Changes.Movers[0].Case.Id)
        );
    }

    [Test]
    public void The_keyboard_does_all_that_the_mouse_does()
    {
        using var page = Browser.Open(Html);

        // The first stop leads past the matrix.
        page.Press(Keys.Tab);
        Assert.That(Focused("textContent"), Is.EqualTo("Skip to the cases"));
        Assert.That(
            page.Script("return document.activeElement.getBoundingClientRect().top >= 0"),
            Is.True
        );
        page.Press(Keys.Enter);
        page.Until("document.activeElement.id === 'cases'");
        page.Press(Keys.Tab);
        Assert.That(Focused("type"), Is.EqualTo("search"));
        page.Press("adam");

        // Each stop can be seen.
        for (var stop = 0; stop < 40 && Focused("tagName") as string != "A"; stop++)
        {
            page.Press(Keys.Tab);
            Assert.That(
                page.Script(
                    "const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2"
                ),
                Is.True,
                () => $"{Focused("outerHTML")} has no ring"
            );
            if (page.Script("return document.activeElement.closest('th')?.cellIndex") is 3L)
            {
                page.Press(Keys.Space);
                Assert.That(
                    page.Script(
                        "return document.activeElement.closest('th').getAttribute('aria-sort')"
                    ),
                    Is.EqualTo("descending")
                );
            }
        }

        var id = Focused("textContent");
        page.Press(Keys.Enter);
        page.Until("document.getElementById('case').open");
        Assert.That(page.Text("#case h2"), Is.EqualTo(id));
        Assert.That(
            page.Script("return document.getElementById('case').contains(document.activeElement)"),
            Is.True
        );
        page.Press(Keys.Escape);
        page.Until("!document.getElementById('case').open");
        Assert.That(Focused("textContent"), Is.EqualTo(id), "the focus is back where it was");
        Assert.That(page.Script("return location.hash"), Is.EqualTo("#q=adam"));
        Assert.That(page.Errors(), Is.Empty);

        object? Focused(string property) =>
            page.Script("return document.activeElement[arguments[0]]", property);
    }

    [Test]
    public void Everything_that_can_be_worked_has_a_name()
    {
        using var page = Browser.Open(Html, Failing);

        Assert.That(
            page.Script(
                """
                const named = e => (e.getAttribute('aria-label') ?? e.labels?.[0]?.textContent ?? e.textContent).trim().length > 0;
                return [...document.querySelectorAll('a, button, input, select, svg[role=img], [role=region]')].filter(e => !named(e)).map(e => e.outerHTML.slice(0, 200));
                """
            ),
            Is.Empty
        );
        Assert.That(
            page.Script(
                "return [...document.querySelectorAll('table')].filter(t => !t.caption?.textContent).length"
            ),
            Is.Zero
        );
        Assert.That(
            page.Script(
                "const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.length - new Set(ids).size"
            ),
            Is.Zero
        );
    }

    [TestCase(360, "")]
    [TestCase(360, "case")]
    [TestCase(390, "")]
    [TestCase(768, "")]
    public void A_phone_scrolls_only_down(int width, string what)
    {
        using var page = Browser.Open(Html);
        page.Look(width, 740, phone: true);
        page.Go(what.Length > 0 ? Failing : "");

        Assert.That(
            page.Script("return document.documentElement.scrollWidth <= innerWidth"),
            Is.True,
            "the page"
        );
        Assert.That(
            page.Script(
                "const d = document.getElementById('case'); return d.scrollWidth <= d.clientWidth"
            ),
            Is.True,
            "the case"
        );
        Assert.That(page.Script("return innerWidth"), Is.EqualTo(width));
    }

    [TestCase(false, "")]
    [TestCase(true, "")]
    [TestCase(false, "case")]
    [TestCase(true, "case")]
    public void Text_stands_out_from_its_ground(bool dark, string what)
    {
        using var page = Browser.Open(Html);
        page.Look(1280, 900, dark);
        page.Go(what.Length > 0 ? Failing : "");

        Assert.That(
            page.Script("return getComputedStyle(document.body).colorScheme"),
            Is.EqualTo(dark ? "dark" : "light")
        );
        var texts = Contrast.Of(page);
        Assert.That(texts, Has.Count.GreaterThan(500));
        Assert.That(texts.Where(text => text.Ratio < text.Due).Distinct(), Is.Empty);
    }

    // A gauge that reads the same everywhere measures nothing.
    [Test]
    public void Faint_text_is_seen_as_faint()
    {
        using var page = Browser.Open(Html);
        page.Script("document.querySelector('#made').style.color = '#999'");

        Assert.That(
            Contrast.Of(page).Where(text => text.Ratio < text.Due).Select(text => text.Text),
            Is.EqualTo(new[] { page.Text("#made")[..40] })
        );
    }

    [Test]
    public void The_two_schemes_differ()
    {
        using var page = Browser.Open(Html);
        var light = Luminance();
        page.Look(1280, 900, dark: true);

        Assert.That(light, Is.GreaterThan(600));
        Assert.That(Luminance(), Is.LessThan(150));

        int Luminance() =>
            Convert.ToInt32(
                page.Script(
                    "return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).reduce((s, n) => s + Number(n), 0)"
                ),
                CultureInfo.InvariantCulture
            );
    }

    [Test]
    public void Print_has_dark_ink_on_white_and_nothing_to_press()
    {
        using var page = Browser.Open(Html);
        page.Look(1280, 900, dark: true, medium: "print");

        Assert.That(
            page.Script("return getComputedStyle(document.body).backgroundColor"),
            Is.EqualTo("rgb(255, 255, 255)")
        );
        Assert.That(
            page.Script(
                "return [...document.querySelectorAll('nav, .filters, .more')].filter(e => e.offsetParent !== null || getComputedStyle(e).display !== 'none').length"
            ),
            Is.Zero
        );
        Assert.That(Contrast.Of(page).Where(text => text.Ratio < text.Due), Is.Empty);
        Assert.That(System.Text.Encoding.ASCII.GetString(page.Print()[..5]), Is.EqualTo("%PDF-"));
    }

    // What stands out on the right of the paper is cut off.
    [Test]
    public void A_sheet_of_paper_holds_the_whole_width()
    {
        using var page = Browser.Open(Html);
        page.Look(700, 1000, medium: "print");

        Assert.That(
            page.Script(
                "return [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 700.5).map(e => e.outerHTML.slice(0, 100))"
            ),
            Is.Empty
        );
    }

    private static int Count(Page page) =>
        int.Parse(
            page.Text("#cases .found").Split(' ')[0],
            NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture
        );
}
