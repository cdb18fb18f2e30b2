namespace Mlp.Tests;

/// <summary>Each rule on histories made up for it: where it speaks, what it says, and just where it no longer does.</summary>
public sealed class DiagnosisTests
{
    // Falls steeply, then slowly: what a good training looks like.
    private static readonly double[] Falling = [1, 0.6, 0.5, 0.45, 0.42, 0.41];
    private static readonly double[] Rising = [0.6, 0.7, 0.75, 0.78, 0.8, 0.81];

    [Test]
    public void A_good_training_shows_the_four_signs_and_nothing_bad()
    {
        var diagnosis = Make(
                ("loss", Falling),
                ("accuracy", Rising),
                ("val_loss", [0.7, 0.55, 0.5, 0.48, 0.479, 0.4785]),
                ("val_accuracy", [0.68, 0.72, 0.76, 0.77, 0.78, 0.79])
            )
            .Diagnose(baseline: 0.5);

        Assert.That(
            diagnosis.Findings.Where(f => f.Kind == FindingKind.Good).Select(f => f.Rule),
            Is.EqualTo(
                new[]
                {
                    "loss-falls",
                    "validation-accuracy-rises",
                    "accuracies-close",
                    "above-baseline",
                }
            )
        );
        Assert.That(
            diagnosis.Findings,
            Has.None.Property(nameof(Finding.Kind)).EqualTo(FindingKind.Warning)
        );
        Assert.That(
            diagnosis.ToString(),
            Does.StartWith("+ Training loss falls, steeply at first: from 1.000 to 0.410.")
        );
    }

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_loss_that_is_not_finite_is_all_there_is_to_say(double value)
    {
        var training = Make(("loss", [1, 5, value, value]), ("val_loss", [1, 5, 9, 9])).Diagnose();
        var validation = Make(("loss", [1, 5, 9, 9]), ("val_loss", [1, value, 9, 9])).Diagnose();

        Assert.That(
            training.Findings.Select(f => (f.Rule, f.Epoch)),
            Is.EqualTo(new[] { ("loss-not-finite", (int?)2) })
        );
        Assert.That(
            validation.Findings.Select(f => (f.Rule, f.Epoch)),
            Is.EqualTo(new[] { ("loss-not-finite", (int?)1) })
        );
        Assert.That(
            training.Findings[0].Text,
            Does.Contain("epoch 3").And.Contain("Lower the learning rate")
        );
    }

    [Test]
    public void A_loss_that_rises_asks_for_a_lower_rate()
    {
        Assert.That(
            Find("loss-rises", ("loss", [1, 0.5, 1.1]))!.Text,
            Does.Contain("from 1.000 to 1.100: lower the learning rate")
        );
        Assert.That(Find("loss-rises", ("loss", [1, 1.5, 1])), Is.Null); // as high as it was
        Assert.That(Find("loss-rises", ("loss", [1])), Is.Null);
    }

    [TestCase(new[] { 1, 0.5, 0 }, FindingKind.Good)] // half of it by half the time
    [TestCase(new[] { 1, 0.6, 0 }, FindingKind.Advice)] // later
    public void A_loss_falls_steeply_at_first_or_late(double[] loss, FindingKind kind) =>
        Assert.That(Find("loss-falls", ("loss", loss))!.Kind, Is.EqualTo(kind));

    [TestCase(new[] { 1, 0.5 })] // too few epochs to tell
    [TestCase(new[] { 1, 0.5, 1 })] // does not fall
    public void A_loss_that_does_not_fall_is_no_good_sign(double[] loss) =>
        Assert.That(Find("loss-falls", ("loss", loss)), Is.Null);

    [TestCase(new[] { 0.5, 0.4, 0.6 }, FindingKind.Good)]
    [TestCase(new[] { 0.5, 0.6, 0.5 }, FindingKind.Warning)]
    public void Validation_accuracy_rises_or_not(double[] accuracy, FindingKind kind) =>
        Assert.That(
            Find(
                "validation-accuracy-rises",
                ("loss", [3, 2, 1]),
                ("acc", accuracy),
                ("val_acc", accuracy)
            )!.Kind,
            Is.EqualTo(kind)
        );

    [TestCase(0.8, 0.7501, FindingKind.Good)]
    [TestCase(0.8, 0.7499, FindingKind.Warning)]
    [TestCase(0.8, 0.9, FindingKind.Good)] // validation the better one
    public void Accuracies_are_close_or_not(double training, double validation, FindingKind kind) =>
        Assert.That(
            Find(
                "accuracies-close",
                ("loss", [2, 1]),
                ("accuracy", [0.5, training]),
                ("val_accuracy", [0.5, validation])
            )!.Kind,
            Is.EqualTo(kind)
        );

    [TestCase(0.91, FindingKind.Good)] // a tenth of what 0.9 leaves
    [TestCase(0.905, FindingKind.Warning)]
    public void Accuracy_is_held_to_the_largest_class(double accuracy, FindingKind kind) =>
        Assert.That(
            Make(("loss", [2, 1]), ("accuracy", [0.5, accuracy]), ("val_accuracy", [0.5, accuracy]))
                .Diagnose(0.9)
                .Findings.Single(f => f.Rule == "above-baseline")
                .Kind,
            Is.EqualTo(kind)
        );

    [Test]
    public void Without_a_baseline_nothing_is_said_of_it() =>
        Assert.That(
            Find(
                "above-baseline",
                ("loss", [2, 1]),
                ("accuracy", [0.5, 0.6]),
                ("val_accuracy", [0.5, 0.6])
            ),
            Is.Null
        );

    [Test]
    public void Overfitting_names_the_epoch_where_validation_loss_turned()
    {
        var finding = Find(
            "overfitting",
            ("loss", Falling),
            ("val_loss", [0.9, 0.7, 0.75, 0.8, 0.85, 0.9])
        )!;

        Assert.That(finding.Epoch, Is.EqualTo(1));
        Assert.That(finding.Text, Does.Contain("turned at epoch 2, from 0.700 to 0.900"));
    }

    [TestCase(new[] { 0.9, 0.7, 0.7, 0.71, 0.71, 0.71 })] // less than 2%: jitter
    [TestCase(new[] { 0.9, 0.8, 0.75, 0.7, 0.8, 0.9 })] // the least among the last three
    [TestCase(new[] { 0.9, 0.8, 0.9 })] // too few to tell
    public void A_validation_loss_that_jitters_is_no_overfitting(double[] validation) =>
        Assert.That(
            Find("overfitting", ("loss", Falling[..validation.Length]), ("val_loss", validation)),
            Is.Null
        );

    [Test]
    public void Where_training_loss_rises_too_it_is_no_overfitting() =>
        Assert.That(
            Find(
                "overfitting",
                ("loss", [1, 0.5, 0.6, 0.7, 0.8, 0.9]),
                ("val_loss", [0.9, 0.7, 0.75, 0.8, 0.85, 0.9])
            ),
            Is.Null
        );

    [TestCase(new[] { 1, 0.9, 0.8 }, true)]
    [TestCase(new[] { 1, 0.9, 0.8, 0.8, 0.8, 0.8 }, false)] // stands still
    [TestCase(new[] { 0.5, 0.9, 0.8, 0.7 }, false)] // falls, but was lower before
    public void A_validation_loss_that_still_falls_asks_for_more_epochs(
        double[] validation,
        bool speaks
    ) =>
        Assert.That(
            Find(
                "train-longer",
                ("loss", Enumerable.Repeat(1.0, validation.Length).ToArray()),
                ("val_loss", validation)
            )
                is not null,
            Is.EqualTo(speaks)
        );

    [TestCase(new[] { 0.9, 0.99, 0.991, 0.992 }, true)] // moves by 0.002 over the last three
    [TestCase(new[] { 0.9, 0.95, 0.96, 0.97 }, false)]
    public void Where_accuracy_stands_still_the_loss_is_to_be_read(
        double[] accuracy,
        bool speaks
    ) =>
        Assert.That(
            Find("read-the-loss", ("loss", [1, 0.4, 0.3, 0.2]), ("accuracy", accuracy)) is not null,
            Is.EqualTo(speaks)
        );

    [Test]
    public void Where_the_loss_stands_still_too_there_is_nothing_to_read() =>
        Assert.That(
            Find(
                "read-the-loss",
                ("loss", [1, 0.4, 0.4, 0.4]),
                ("accuracy", [0.9, 0.99, 0.99, 0.99])
            ),
            Is.Null
        );

    [TestCase(0.8, 0.69, true)]
    [TestCase(0.8, 0.71, false)]
    public void A_gap_from_the_first_epoch_is_suspect(
        double training,
        double validation,
        bool speaks
    ) =>
        Assert.That(
            Find(
                "gap-from-the-start",
                ("loss", [1, 0.5]),
                ("accuracy", [training, 0.9]),
                ("val_accuracy", [validation, 0.7])
            )
                is not null,
            Is.EqualTo(speaks)
        );

    [Test]
    public void A_gap_that_opens_later_is_not_suspect() =>
        Assert.That(
            Find(
                "gap-from-the-start",
                ("loss", [1, 0.5]),
                ("accuracy", [0.6, 0.9]),
                ("val_accuracy", [0.6, 0.7])
            ),
            Is.Null
        );

    [TestCase(1.6, true)]
    [TestCase(1.4, false)]
    public void Without_accuracy_the_gap_is_that_of_the_losses(double times, bool speaks) =>
        Assert.That(
            Find("gap-from-the-start", ("loss", [1, 0.5]), ("val_loss", [times, 0.5 * times]))
                is not null,
            Is.EqualTo(speaks)
        );

    [Test]
    public void No_epochs_say_nothing() =>
        Assert.That(new History([]).Diagnose().Findings, Is.Empty);

    [Test]
    public void A_baseline_that_is_no_share_is_refused() =>
        Assert.That(
            () => Make(("loss", [1])).Diagnose(90),
            Throws.InstanceOf<ArgumentOutOfRangeException>()
        );

    [Test]
    public void Every_rule_has_its_line_in_the_docs()
    {
        var docs = File.ReadAllText(Path.Combine(Root(), "docs", "diagnosis.md"));

        foreach (var rule in Diagnosis.Rules)
        {
            Assert.That(docs, Does.Contain($"| `{rule}` |"));
        }

        Assert.That(Diagnosis.Rules, Is.Unique.And.Count.EqualTo(10));
    }

    private static Finding? Find(string rule, params (string Key, double[] Values)[] curves) =>
        Make(curves).Diagnose().Findings.SingleOrDefault(finding => finding.Rule == rule);

    private static History Make(params (string Key, double[] Values)[] curves) =>
        new([
            .. Enumerable
                .Range(0, curves[0].Values.Length)
                .Select(epoch => new EpochRecord(
                    epoch,
                    new(curves.Select(curve => (curve.Key, curve.Values[epoch]))),
                    0.01,
                    1
                )),
        ]);

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Conformance.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
