using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Noise;

/// <summary>Inputs and first weights one step off: what moves, and what must not.</summary>
public class InputNoiseTests
{
    private static readonly ModelSpec Model = new Sequential(new Input(4), new Dense(3)).Spec;

    private static readonly Weights Start = new(
        Tensor.Create<float>([1f, 2f, -3f, 0f, 0.1f, 1e-30f, 7f, -1e30f, 5f, 0.3f, 0.7f, 9f], 4, 3),
        Tensor.Vector([0f, 0.5f, -0.25f])
    );

    [Test]
    public void Every_weight_is_one_step_off_at_most_and_zeros_stay()
    {
        var steps = Steps(seed: 1);

        Assert.That(steps, Is.All.InRange(-1, 1));
        Assert.That(steps.Distinct().Count(), Is.EqualTo(3), "up, down and not at all");
        Assert.That((steps[3], steps[12]), Is.EqualTo((0, 0)), "zeros");
    }

    [Test]
    public void The_same_seed_moves_alike_and_another_one_otherwise()
    {
        Assert.That(Steps(seed: 1), Is.EqualTo(Steps(seed: 1)));
        Assert.That(Steps(seed: 2), Is.Not.EqualTo(Steps(seed: 1)));
    }

    [Test]
    public void Bytes_stay_as_they_are()
    {
        var zeros = new Weights(
            Start.Select(v => Tensor.Create(new float[v.Length], [.. v.Shape]))
        );
        using var model = new InputNoise(new PlainBackend(), 1).Compile(
            Model,
            new("mean_squared_error", "sgd"),
            zeros
        );

        // Weights of 0 give outputs of 0, whatever the inputs; that bytes are taken at all is what is asked.
        Assert.That(model.Predict(Tensor.Create<byte>([1, 2, 3, 4], 1, 4))[0], Is.Zero);
    }

    private static int[] Steps(int seed)
    {
        using var model = new InputNoise(new PlainBackend(), seed).Compile(
            Model,
            new("mean_squared_error", "sgd"),
            Start
        );
        return
        [
            .. model
                .GetWeights()
                .Zip(Start)
                .SelectMany(pair =>
                    Enumerable
                        .Range(0, pair.First.Length)
                        .Select(i =>
                            (float)pair.First[i] is var moved
                            && (float)pair.Second[i] is var value
                            && moved == value
                                ? 0
                            : moved == MathF.BitIncrement(value) ? 1
                            : moved == MathF.BitDecrement(value) ? -1
                            : 2
                        )
                ),
        ];
    }
}
