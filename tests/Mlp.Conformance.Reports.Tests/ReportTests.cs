using System.Text.Json;

namespace Mlp.Conformance.Reports.Tests;

/// <summary>The model of a report: what results come to, before anybody draws it.</summary>
public class ReportTests
{
    private static readonly Lazy<Report> Whole = new(Sample.Whole);

    [Test]
    public void Every_backend_has_a_verdict_on_every_case()
    {
        foreach (var backend in Whole.Value.Backends)
        {
            Assert.That(
                backend.Verdicts.Select(verdict => verdict.Case.Id),
                Is.EqualTo(Sample.Cases.Select(value => value.Id))
            );
        }
    }

    [Test]
    public void Verdicts_are_those_of_the_judge()
    {
        var backend = Whole.Value.Backends[2];
        var judge = new Judge();

        Assert.That(
            backend.Verdicts.Select(verdict => (verdict.Case.Id, verdict.Kind)),
            Is.EqualTo(
                Sample.Cases.Select(value =>
                    (
                        value.Id,
                        judge
                            .Verdict(value, backend.Results.Results.GetValueOrDefault(value.Id))
                            .Kind
                    )
                )
            )
        );
    }

    [Test]
    public void What_is_bad_comes_with_the_command_that_runs_just_it()
    {
        var failed = Whole.Value.Bad.Single(bad => bad.Verdict.Kind == VerdictKind.Failed);

        Assert.That(failed.Verdict.Case.Id, Is.EqualTo(Sample.Failing.Id));
        Assert.That(
            failed.Command,
            Is.EqualTo($"conform run --backend gpu:opencl --id {Sample.Failing.Id}")
        );
    }

    [Test]
    public void A_case_without_a_result_is_absent() =>
        Assert.That(
            Whole.Value.Backends[2].Verdicts.Count(verdict => verdict.Kind == VerdictKind.Absent),
            Is.EqualTo(1)
        );

    [Test]
    public void The_gpu_is_held_against_the_cpu()
    {
        var movement = Whole.Value.Devices.Single();

        Assert.That((movement.From, movement.To), Is.EqualTo(("cpu", "gpu:opencl")));
        Assert.That(
            movement
                .Changes.Movers.Where(change => change.Kind == ChangeKind.Broken)
                .Select(change => change.Case.Id),
            Does.Contain(Sample.Failing.Id)
        );
    }

    [Test]
    public void What_the_gpu_declines_does_not_lie_apart()
    {
        var gpu = Sample.Backend("gpu:opencl", Sample.Cases, 0.2);
        var declining = gpu with
        {
            Declines =
            [
                new(DeclineKind.Unsupported, "No optimizers yet.") { Family = "optimizers" },
            ],
            Results = gpu.Results.ToDictionary(
                result => result.Key,
                result =>
                    result.Key.StartsWith("optimizers/", StringComparison.Ordinal)
                        ? result.Value with
                        {
                            Status = ResultStatus.Unsupported,
                            Outputs = Node.Map.Empty,
                        }
                        : result.Value
            ),
        };

        var movement = Report
            .Of(
                new(
                    "v1",
                    Sample.Cases,
                    [
                        Sample.Backend("cpu:avx2", Sample.Cases, 0),
                        Sample.Backend("cpu", Sample.Cases, 0),
                        declining,
                    ],
                    Sample.Made
                )
            )
            .Devices.Single();

        Assert.That(movement.From, Is.EqualTo("cpu"));
        Assert.That(movement.LeftOut, Is.EqualTo(40));
        Assert.That(
            movement.Changes.Movers.Select(change => change.Case.Family),
            Has.None.EqualTo("optimizers")
        );
        Assert.That(
            movement.Changes.Rows.Sum(row => row.Counts.GetValueOrDefault(ChangeKind.Broken)),
            Is.Zero
        );
    }

    [Test]
    public void Drift_is_that_of_the_backend_of_the_baseline() =>
        Assert.That(Whole.Value.Drift!.To, Is.EqualTo("cpu"));

    [Test]
    public void A_baseline_of_another_backend_makes_no_drift()
    {
        var inputs = Whole.Value.Inputs with
        {
            Baseline = Sample.Backend("cpu:avx2", Sample.Cases, 0),
        };

        Assert.That(Report.Of(inputs).Drift, Is.Null);
    }

    [Test]
    public void Trainings_have_the_figures_of_every_backend()
    {
        var training = Whole.Value.Trainings.First(training => training.Expected.Count > 0);

        Assert.That(training.Expected.Keys, Does.Contain("loss"));
        Assert.That(training.Backends, Has.Count.EqualTo(3));
        Assert.That(
            training.Backends[0]["loss"],
            Is.EqualTo(training.Expected["loss"]).Within(1e-6)
        );
    }

    [Test]
    public void What_was_not_given_is_not_there()
    {
        var empty = Sample.Empty();

        Assert.That(empty.Errors, Is.Null);
        Assert.That(empty.Drift, Is.Null);
        Assert.That(empty.Devices, Is.Empty);
        Assert.That(empty.Trainings, Is.Empty);
        Assert.That(empty.Summary.ExitCode, Is.EqualTo(3));
    }

    [Test]
    public void A_stale_decline_is_named()
    {
        var backend = Sample.Backend("mine", Sample.Cases, 0) with
        {
            Declines =
            [
                new(DeclineKind.Unsupported, "No optimizers yet.") { Family = "optimizers" },
            ],
        };

        Assert.That(
            Report.Of(new("v1", Sample.Cases, [backend], Sample.Made)).Backends[0].Stale,
            Is.EqualTo(new[] { "No optimizers yet." })
        );
    }

    // Shown as such on the page, not left out as a number that there is not.
    [Test]
    public void An_infinite_error_is_written_as_one()
    {
        var backend = Sample.Backend("mine", [Sample.Failing], double.PositiveInfinity);
        using var page = JsonDocument.Parse(
            PageData.ToJson(Report.Of(new("v1", [Sample.Failing], [backend], Sample.Made)))
        );

        // [verdict, error/bound, ulps, values, outputs, message, then outputs: path, verdict, error/bound, error, ...]
        var output = page.RootElement.GetProperty("outcomes")[0][6];
        Assert.That(output[2].GetDouble(), Is.EqualTo(-1));
        Assert.That(output[3].GetDouble(), Is.EqualTo(-1));
    }

    [Test]
    public void The_same_inputs_give_the_same_page() =>
        Assert.That(HtmlReport.ToHtml(Sample.Whole()), Is.EqualTo(HtmlReport.ToHtml(Whole.Value)));
}
