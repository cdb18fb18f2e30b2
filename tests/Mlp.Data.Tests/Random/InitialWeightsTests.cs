namespace Mlp.Data.Tests;

public sealed class InitialWeightsTests
{
    // 200 in, 300 out: 60,000 draws.
    [TestCase(Initializer.GlorotUniform, 2.0 / 500, false)]
    [TestCase(Initializer.GlorotNormal, 2.0 / 500, true)]
    [TestCase(Initializer.HeUniform, 2.0 / 200, false)]
    [TestCase(Initializer.HeNormal, 2.0 / 200, true)]
    [TestCase(Initializer.LecunUniform, 1.0 / 200, false)]
    [TestCase(Initializer.LecunNormal, 1.0 / 200, true)]
    public void Each_initializer_has_its_variance_and_limit(
        Initializer initializer,
        double variance,
        bool normal
    )
    {
        var model = new Sequential(
            new Input(200),
            new Dense(300) { KernelInitializer = initializer }
        ).Spec;

        var kernel = InitialWeights.Create(model, 1, Precision.Float64)[0].ToFloat64();

        var limit = normal
            ? 2 * Math.Sqrt(variance) / 0.87962566103423978
            : Math.Sqrt(3 * variance);
        var values = kernel.Values.ToArray();
        Assert.That(kernel.Shape, Is.EqualTo(new[] { 200, 300 }));
        Assert.That(values, Has.All.InRange(-limit, limit));
        Assert.That(values.Max(), Is.GreaterThan(0.99 * limit));
        Assert.That(values.Min(), Is.LessThan(-0.99 * limit));
        Assert.That(values.Average(x => x * x), Is.EqualTo(variance).Within(0.02 * variance));
        Assert.That(values.Average(), Is.Zero.Within(5 * Math.Sqrt(variance / values.Length)));
    }

    [Test]
    public void Weights_have_the_shapes_of_the_model_and_biases_start_at_zero()
    {
        var model = new Sequential(
            new Input(4, 2),
            new Flatten(),
            new Dense(5, "relu"),
            new Dense(3) { BiasInitializer = Initializer.HeUniform }
        ).Spec;

        var weights = InitialWeights.Create(model);

        Assert.That(weights.Select(v => v.Shape), Is.EqualTo(model.WeightShapes));
        Assert.That(weights.Precision, Is.EqualTo(Precision.Float32));
        Assert.That(weights[1].ToFloat32().Values.ToArray(), Is.All.Zero);
        Assert.That(weights[3].ToFloat32().Values.ToArray(), Is.All.Not.Zero);
    }

    [Test]
    public void Float32_weights_are_those_of_float64_rounded()
    {
        var model = new Sequential(new Input(3), new Dense(4)).Spec;

        Assert.That(
            InitialWeights.Create(model, 7)[0].ToFloat32().Values.ToArray(),
            Is.EqualTo(
                InitialWeights.Create(model, 7, Precision.Float64)[0].ToFloat32().Values.ToArray()
            )
        );
    }

    [TestCase(65536, 65536)] // 2^32: 0 when cut to 32 bits
    [TestCase(65536, 32768)] // 2^31: below 0
    public void A_kernel_of_more_values_than_an_array_holds_is_refused(int inputs, int units) =>
        Assert.That(
            () => InitialWeights.Create(new Sequential(new Input(inputs), new Dense(units)).Spec),
            Throws.ArgumentException.With.Message.Contains(
                $"[{inputs}, {units}] would hold more values"
            )
        );

    [Test]
    public void Seeds_and_layers_differ()
    {
        var model = new Sequential(new Input(3), new Dense(3), new Dense(3)).Spec;

        var weights = InitialWeights.Create(model, 7);

        Assert.That(weights[2][0], Is.Not.EqualTo(weights[0][0]));
        Assert.That(InitialWeights.Create(model, 8)[0][0], Is.Not.EqualTo(weights[0][0]));
    }

    [Test]
    public void Weights_are_the_same_forever()
    {
        var model = new Sequential(
            new Input(2),
            new Dense(2) { KernelInitializer = Initializer.HeNormal },
            new Dense(1)
        ).Spec;
        var weights = InitialWeights.Create(model, 42, Precision.Float64);

        Assert.That(
            string.Join(
                ' ',
                weights.SelectMany(v =>
                    v.ToFloat64()
                        .Values.ToArray()
                        .Select(x => BitConverter.DoubleToInt64Bits(x).ToString("x16"))
                )
            ),
            Is.EqualTo(
                "3fe8b999d49b67b2 3fc35921fdde6a71 3fd1ab8016501652 3ff8f2186e3ea20b 0000000000000000 0000000000000000 bfdd0de07a123bb5 bfe40ed6eb335baf 0000000000000000"
            )
        );
    }
}
