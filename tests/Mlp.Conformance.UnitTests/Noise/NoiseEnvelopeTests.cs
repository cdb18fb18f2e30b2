namespace Mlp.Conformance.UnitTests.Noise;

/// <summary>The noise of trainings: as it was recorded, as it is measured, as it is written.</summary>
public class NoiseEnvelopeTests
{
    private static readonly Case[] Trainings = [.. Fixtures.All.Where(Trajectories.Covers)];

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

        var measured = new NoiseMeasurement([]).Measure([real], standing);

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
}
