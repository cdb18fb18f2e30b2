using Benchmarks;

namespace Conform.Tests;

/// <summary>Results on disk: what is written is read, and only what may be compared.</summary>
public class ResultsFileTests
{
    private static readonly DateOnly Day = new(2026, 1, 2);

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("bench").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void What_is_written_is_read_again()
    {
        var report = MadeUp.Report(
            MadeUp.Work(
                "f",
                new(Goal.AtLeast("share", 0.8), 0.5, Outcome.Missed, "why"),
                new(Goal.AtMost("skip", 0.75), null, Outcome.NotOffered)
            )
        );

        ResultsFile.Write(folder, report, Day);
        var read = ResultsFile.ReadAll(folder, report.Machine);

        Assert.That(read, Has.Count.EqualTo(1));
        Assert.That(ResultsFile.ToJson(read[0]), Is.EqualTo(ResultsFile.ToJson(report)));
        Assert.That(read[0].Works[0].Verdicts, Is.EqualTo(report.Works[0].Verdicts));
    }

    [Test]
    public void Trainings_on_a_GPU_are_read_again_and_other_works_say_nothing_of_them()
    {
        var gpu = new GpuFigures(
            "a GPU",
            "a driver",
            "Fashion-MNIST",
            [new("gpu:cuda", 32, 55_000, 5, [12.5, 12.25], 12.5, 12.75, 0.5)],
            new("gpu:cuda:persistent", 32, 0.88, 21, 0.5, 0.8802)
        );
        ResultsFile.Write(
            folder,
            MadeUp.Report(MadeUp.Work("f"), MadeUp.Work("gpu") with { Gpu = gpu }),
            Day
        );

        var works = ResultsFile.ReadAll(folder, MadeUp.Report().Machine).Single().Works;
        Assert.That(works[0].Gpu, Is.Null);
        Assert.That(works[1].Gpu! with { Trainings = gpu.Trainings }, Is.EqualTo(gpu));
        Assert.That(
            works[1].Gpu!.Trainings.Single() with
            {
                MicrosecondsAStep = gpu.Trainings[0].MicrosecondsAStep,
            },
            Is.EqualTo(gpu.Trainings[0])
        );
        Assert.That(works[1].Gpu!.Trainings[0].MicrosecondsAStep, Is.EqualTo([12.5, 12.25]));
        Assert.That(ResultsFile.ToJson(MadeUp.Report(works[0])), Does.Not.Contain("gpu"));
    }

    [Test]
    public void Files_are_named_by_day_and_processor()
    {
        var page = ResultsFile.Write(folder, MadeUp.Report(MadeUp.Work("f")), Day);

        Assert.That(
            Path.GetFileName(page),
            Is.EqualTo("2026-01-02-a-cpu-family-6-model-1-2-cores.md")
        );
        Assert.That(Path.ChangeExtension(page, ".json"), Does.Exist);
    }

    [Test]
    public void A_later_run_of_the_day_replaces_what_it_measured_and_keeps_the_rest()
    {
        ResultsFile.Write(
            folder,
            MadeUp.Report(MadeUp.Work("h"), MadeUp.Work("f") with { Commit = "0000000" }),
            Day
        );
        ResultsFile.Write(folder, MadeUp.Report(MadeUp.Work("f")), Day);

        var works = ResultsFile.ReadAll(folder, MadeUp.Report().Machine).Single().Works;
        Assert.That(works.Select(work => work.Name), Is.EqualTo(new[] { "f", "h" }));
        Assert.That(works.Select(work => work.Commit), Has.All.EqualTo("abcdef0"));
    }

    [TestCase(true, false, "later")]
    [TestCase(true, true, "later")]
    [TestCase(false, true, "earlier")]
    public void A_trial_takes_no_place_from_what_was_measured(
        bool isTrialFirst,
        bool isTrialThen,
        string left
    )
    {
        ResultsFile.Write(
            folder,
            MadeUp.Report(MadeUp.Work("f") with { Commit = "earlier", Quick = isTrialFirst }),
            Day
        );
        ResultsFile.Write(
            folder,
            MadeUp.Report(
                MadeUp.Work("f") with
                {
                    Commit = "later",
                    Quick = isTrialThen,
                },
                MadeUp.Work("h") with
                {
                    Quick = isTrialThen,
                }
            ),
            Day
        );

        var works = ResultsFile.ReadAll(folder, MadeUp.Report().Machine).Single().Works;
        Assert.That(works.Select(work => work.Name), Is.EqualTo(new[] { "f", "h" }));
        Assert.That(works[0].Commit, Is.EqualTo(left));
    }

    [Test]
    public void Reports_of_other_processors_are_left_out()
    {
        ResultsFile.Write(folder, MadeUp.Report(MadeUp.Work("f")), Day);

        var other = MadeUp.Report().Machine with { Cpu = "another" };
        Assert.That(ResultsFile.ReadAll(folder, other), Is.Empty);
    }

    [TestCase("{")]
    [TestCase("{\"schema\": 1}")]
    [TestCase("{\"schema\": 99, \"machine\": null, \"works\": []}")]
    public void A_file_that_is_no_report_is_named(string text)
    {
        File.WriteAllText(Path.Combine(folder, "broken.json"), text);

        Assert.That(
            () => ResultsFile.ReadAll(folder, MadeUp.Report().Machine),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("broken.json")
        );
    }

    [Test]
    public void The_page_has_every_goal_with_its_outcome()
    {
        var page = ResultsPage.Of(
            MadeUp.Report(
                MadeUp.Work(
                    "f",
                    new(Goal.AtLeast("share", 0.8), 0.5, Outcome.Missed, "why"),
                    new(Goal.AtMost("a step", 1.5, "us"), 1.25, Outcome.Met),
                    new(Goal.AtMost("skip", 0.75), null, Outcome.NotOffered)
                )
            ),
            Day,
            picture: null
        );

        Assert.That(
            page,
            Does.Contain("| f | share | >= 0.8x | 0.5x | MISSED: why |")
                .And.Contain("| f | a step | <= 1.5 us | 1.25 us | met |")
                .And.Contain("| f | skip | <= 0.75x |  | NOT OFFERED |")
                .And.Contain("abcdef0")
        );
    }

    [Test]
    public void The_sweep_becomes_a_picture_beside_the_page()
    {
        var sweep = MadeUp.Work("widths") with
        {
            Widths = [new(1, 2, 0.9), new(16, 2.2, 1), new(17, 3, 1.2)],
        };

        var page = ResultsFile.Write(folder, MadeUp.Report(sweep), Day);

        var picture = Path.GetFileNameWithoutExtension(page) + "-widths.svg";
        Assert.That(File.ReadAllText(page), Does.Contain($"]({picture})"));
        var drawn = System.Xml.Linq.XDocument.Load(Path.Combine(folder, picture));
        Assert.That(
            drawn.Descendants().Count(element => element.Name.LocalName == "circle"),
            Is.EqualTo(6),
            "a point for the time and one for the ratio of each width"
        );
    }
}
