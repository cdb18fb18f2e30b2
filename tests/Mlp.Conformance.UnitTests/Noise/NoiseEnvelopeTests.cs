namespace Mlp.Conformance.UnitTests.Noise;

/// <summary>The noise of trainings: as it was recorded, as it is measured, as it is written.</summary>
public class NoiseEnvelopeTests
{
    private static readonly Case[] Trainings = [.. Fixtures.All.Where(Trajectories.Covers)];

    // In step 19 one pre-activation is 3.6e-9, less than float32 rounds the sum by: relu's slope is 1 or 0 as it falls.
    private static readonly Case Flipping = Trainings.Single(value =>
        value.Id == "dev/fit_real/0001"
    );

    [Test]
    public void The_noise_of_every_training_is_recorded()
    {
        var missing = Trainings
            .Select(value => value.Id)
            .Except(NoiseEnvelope.Recorded.Ids)
            .ToArray();
        Assert.That(
            missing,
            Is.Empty,
            "measure them: dotnet run --project tools/conform -- noise (with MLP_DATA)"
        );
    }

    // The plain loops alone, without the SIMD paths that were measured beside them, lie inside.
    [Test]
    public void What_is_recorded_is_what_is_measured()
    {
        var measurement = new NoiseMeasurement([]);
        foreach (
            var value in Trainings.Where((value, i) => i % 8 == 0 && value.Family != "fit_real")
        )
        {
            foreach (var (path, noise) in measurement.Of(value)!)
            {
                Assert.That(
                    noise,
                    Is.LessThanOrEqualTo(NoiseEnvelope.Recorded.Of(value.Id, path) ?? -1),
                    $"{value.Id} {path}"
                );
            }
        }
    }

    // Were the envelope as wide as the bound, it would let everything pass as noise.
    [Test]
    public void Noise_is_a_small_part_of_the_bound_and_not_nothing()
    {
        double[] shares =
        [
            .. Trainings
                // What is exact has no bound that noise could be a part of.
                .Where(value =>
                    value.Family == "fit"
                    && value.Bounds is not null
                    && !value.Tags.Contains("integers")
                )
                .Select(value =>
                    value
                        .Bounds!.Where(bound => bound.Value.Fail.Values.ToArray().Max() > 0)
                        .Max(bound =>
                            (NoiseEnvelope.Recorded.Of(value.Id, bound.Key) ?? 0)
                            / bound.Value.Fail.Values.ToArray().Min()
                        )
                )
                .Order(),
        ];

        Assert.That(shares[shares.Length / 2], Is.InRange(0.01, 0.5), "the median");
        Assert.That(shares[^1], Is.LessThan(1));
    }

    [Test]
    public void A_training_is_warned_of_at_three_envelopes()
    {
        var value = Trainings.First(value =>
            NoiseEnvelope.Recorded.Of(value.Id, "history/loss") > 0
            && value.Expected["history"].AsMap()["loss"] is Node.OfTensor
        );
        var noise = NoiseEnvelope.Recorded.Of(value.Id, "history/loss")!.Value;

        Assert.That(
            Tolerance.Of(value)["history/loss"].Warn![0],
            Is.EqualTo(NoiseEnvelope.Warning * noise)
        );
    }

    // Where one relu falls the other way, val_loss of the last epoch moves by 2.13e-5: the rule allows
    // 6.9e-6, right runs lie up to 2.14e-5 apart.
    [TestCase(0, VerdictKind.Passed)]
    [TestCase(6e-6, VerdictKind.Passed)] // within the rule
    [TestCase(2.13e-5, VerdictKind.Warned)] // the measured flip
    [TestCase(2.2e-5, VerdictKind.Failed)] // beyond both
    public void An_imported_training_beyond_its_rule_is_warned_of_within_its_noise_and_fails_beyond_it(
        double off,
        VerdictKind expected
    )
    {
        var due = Imported.Reference(Flipping);
        var history = due["history"].AsMap();
        var losses = history["val_loss"].AsTensor().ToFloat64().Values.ToArray();
        losses[^1] += off;
        var result = Make.Ok(Flipping) with
        {
            Outputs = With(due, "history", With(history, "val_loss", Tensor.Vector(losses))),
        };

        var verdict = new Judge().Verdict(Flipping, result);

        Assert.That(verdict.Kind, Is.EqualTo(expected));
        Assert.That(
            verdict.Outputs.Single(output => output.Path == "history/val_loss").Kind,
            Is.EqualTo(expected)
        );
    }

    [Test]
    public void Only_values_whose_noise_exceeds_the_rule_are_held_to_their_noise()
    {
        Node history = Node.Map.Of(("val_loss", Tensor.Vector([0.5, 1e6])));
        var value = Flipping with
        {
            Expected = Node.Map.Of(("history", history)),
            Expected64 = Node.Map.Of(("history", history)),
        };
        var noise = NoiseEnvelope.Recorded.Of(value.Id, "history/val_loss")!.Value;

        var bound = Tolerance.Of(value)["history/val_loss"];

        Assert.That(bound.Fail[0], Is.EqualTo(noise));
        Assert.That(bound.Warn![0], Is.EqualTo(1e-6).Within(1).Percent, "the rule");
        Assert.That(bound.Fail[1], Is.EqualTo(1).Within(1).Percent, "the rule");
        Assert.That(bound.Warn[1], Is.EqualTo(NoiseEnvelope.Warning * noise));
    }

    [Test]
    public void Bounds_that_a_case_states_and_those_of_float64_stay_whatever_the_noise_is()
    {
        var stated = Flipping with
        {
            Bounds = new Dictionary<string, Bound>
            {
                ["history/val_loss"] = new("imported", Tensor.Scalar(1e-9), null),
            },
        };
        var wide = Flipping with
        {
            DType = ElementType.Float64,
            Expected = Imported.Reference(Flipping),
        };

        Assert.That(Tolerance.Of(stated)["history/val_loss"].Fail[0], Is.EqualTo(1e-9));
        Assert.That(
            Tolerance.Of(wide)["history/val_loss"].Fail.Values.ToArray(),
            Is.EqualTo(Imported.Bounds(wide)["history/val_loss"].Fail.Values.ToArray())
        );
    }

    // A recording that widens a bound, or another one, has to be written here as well.
    [Test]
    public void These_outputs_of_one_training_and_no_others_have_noise_for_their_bound()
    {
        var widened = Trainings.SelectMany(value =>
        {
            var rule = value.Bounds ?? Imported.Bounds(value);
            return Tolerance
                .Of(value)
                .Where(bound => !bound.Value.Fail.Values.SequenceEqual(rule[bound.Key].Fail.Values))
                .Select(bound => (value.Id, bound.Key, bound.Value.Fail.Values.ToArray().Max()));
        });

        Assert.That(
            widened,
            Is.EquivalentTo(
                new[]
                {
                    (Flipping.Id, "history/loss", 1.13e-5),
                    (Flipping.Id, "history/val_loss", 2.14e-5),
                    (Flipping.Id, "history/val_accuracy", 2.01e-3), // 1 row of 500
                    (Flipping.Id, "evaluate_unweighted/loss", 1.7e-5),
                    (Flipping.Id, "predict_first_20_validation", 4.18e-5),
                    (Flipping.Id, "final_weights_digest/0/sum", 1.16e-2),
                    (Flipping.Id, "final_weights_digest/1/sum", 6.28e-5),
                    (Flipping.Id, "final_weights_digest/1/value", 8.1e-6),
                    (Flipping.Id, "final_weights_digest/2/sum", 1.55e-3),
                    (Flipping.Id, "final_weights_digest/3/sum", 2.93e-5),
                    (Flipping.Id, "final_weights_digest/3/value", 1.27e-5),
                    (Flipping.Id, "final_weights_digest/4/value", 4.22e-6),
                    (Flipping.Id, "final_weights_digest/5/value", 6.63e-6),
                }
            )
        );
    }

    [Test]
    public void A_case_whose_data_are_not_here_keeps_what_stands()
    {
        var real = Trainings.First(value => value.Family == "fit_real");
        var standing = new NoiseEnvelope(
            new Dictionary<string, IReadOnlyDictionary<string, double>>
            {
                [real.Id] = new Dictionary<string, double> { ["history/loss"] = 0.25 },
            }
        );

        var measured = new NoiseMeasurement([]).Measure([real]).Over(standing, _ => true);

        Assert.That(measured.Of(real.Id, "history/loss"), Is.EqualTo(0.25));
    }

    [Test]
    public void What_is_written_is_read_again()
    {
        var path = Make.TempFile("noise.jsonl");
        NoiseEnvelope.Recorded.Write(path);

        var read = NoiseEnvelope.Read(path);

        Assert.That(read.Ids, Is.EquivalentTo(NoiseEnvelope.Recorded.Ids));
        foreach (var id in read.Ids)
        {
            Assert.That(read.Of(id), Is.EqualTo(NoiseEnvelope.Recorded.Of(id)), id);
        }
    }

    [TestCase("""{"outputs": {}}""", "'id' is missing")]
    [TestCase("""{"id": "a"}""", "'outputs' is missing")]
    [TestCase("""{"id": "a", "outputs": []}""", "line 1")]
    [TestCase("""{"id": "a", "outputs": {"y": -1}}""", "y is -1")]
    [TestCase("""{"id": "a", "outputs": {"y": "NaN"}}""", "finite")]
    [TestCase("""{"id": "a", "outputs": {""", "no JSON")]
    public void A_wrong_line_is_refused_with_its_place(string line, string message)
    {
        var path = Make.TempFile("noise.jsonl");
        File.WriteAllText(path, line + "\n");

        Assert.That(
            () => NoiseEnvelope.Read(path),
            Throws
                .TypeOf<InvalidCaseException>()
                .With.Message.Contains(message)
                .And.Message.Contains("noise.jsonl, line 1")
        );
    }

    [Test]
    public void Empty_lines_are_counted_and_passed_over()
    {
        var path = Make.TempFile("noise.jsonl");
        File.WriteAllText(path, """{"id": "a", "outputs": {"y": 1}}""" + "\n\r\n\nno JSON\n");

        Assert.That(
            () => NoiseEnvelope.Read(path),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("line 4")
        );
    }

    [Test]
    public void A_case_that_is_there_twice_is_refused()
    {
        var path = Make.TempFile("noise.jsonl");
        File.WriteAllText(
            path,
            string.Concat(Enumerable.Repeat("""{"id": "a", "outputs": {"y": 1}}""" + "\n", 2))
        );

        Assert.That(
            () => NoiseEnvelope.Read(path),
            Throws.TypeOf<InvalidCaseException>().With.Message.Contains("line 2")
        );
    }

    private static Node.Map With(Node.Map map, string name, Node node) =>
        Node.Map.Of(
            map.Entries.Select(entry => (entry.Key, entry.Key == name ? node : entry.Value))
        );
}
