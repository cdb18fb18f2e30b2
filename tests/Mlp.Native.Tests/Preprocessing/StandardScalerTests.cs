namespace Mlp.Native.Tests;

public sealed class StandardScalerTests
{
    private const double NaN = double.NaN;

    [TestCase(1, 0.0, 1.0)]
    [TestCase(2, 0.0, 1.0)]
    [TestCase(1000, 0.0, 1.0)]
    [TestCase(1000, 1e8, 1.0)] // E[x^2] - E[x]^2 has no correct digit here
    [TestCase(100, -1e12, 1e-3)]
    [TestCase(100, 3.0, 1e-12)]
    [TestCase(64, 0.0, 1e9)]
    public void Mean_and_variance_are_the_nearest_doubles(int rows, double offset, double spread)
    {
        var random = new Random(rows);
        for (var trial = 0; trial < 20; trial++)
        {
            var x = Draw(random, rows, offset, spread);
            var scaler = new StandardScaler();
            scaler.Fit(Tensor.Create(x, rows, 1));

            var exact = new ExactMoments(x.Select(value => (value, 1.0)));
            Assert.That(exact.IsMean(scaler.Mean![0]), $"mean {scaler.Mean[0]:R}");
            Assert.That(exact.IsVariance(scaler.Variance![0]), $"variance {scaler.Variance[0]:R}");
        }
    }

    [Test]
    public void Weighted_mean_and_variance_are_the_nearest_doubles()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 50; trial++)
        {
            var x = Draw(random, 37, 1000, 1);
            var weights = x.Select(_ => random.NextDouble() * random.Next(4)).ToArray();
            var scaler = new StandardScaler();
            scaler.Fit(Tensor.Create(x, 37, 1), weights);

            var exact = new ExactMoments(x.Zip(weights));
            Assert.That(exact.IsMean(scaler.Mean![0]), $"mean {scaler.Mean[0]:R}");
            Assert.That(exact.IsVariance(scaler.Variance![0]), $"variance {scaler.Variance[0]:R}");
        }
    }

    [Test]
    public void Chunks_come_to_the_same_bits_as_the_whole()
    {
        var random = new Random(2);
        for (var trial = 0; trial < 50; trial++)
        {
            var x = Tensor.Create(Draw(random, 60, 1e6, 1), 30, 2);
            var whole = new StandardScaler();
            whole.Fit(x);
            var chunks = new StandardScaler();
            for (int start = 0, end; start < 30; start = end)
            {
                end = Math.Min(30, start + random.Next(1, 8));
                chunks.PartialFit(x.Slice(start, end));
            }

            Assert.That(chunks.Mean!.Values.ToArray(), Is.EqualTo(whole.Mean!.Values.ToArray()));
            Assert.That(
                chunks.Variance!.Values.ToArray(),
                Is.EqualTo(whole.Variance!.Values.ToArray())
            );
            Assert.That(chunks.SamplesSeen![0], Is.EqualTo(30));
        }
    }

    [Test]
    public void Whole_weights_count_as_repeated_rows()
    {
        var weighted = new StandardScaler();
        weighted.Fit(
            new double[,]
            {
                { 1 },
                { 5 },
                { 2 },
            },
            new double[] { 2, 0, 3 }
        );
        var repeated = new StandardScaler();
        repeated.Fit(
            new double[,]
            {
                { 1 },
                { 1 },
                { 2 },
                { 2 },
                { 2 },
            }
        );

        Assert.That(weighted.Mean![0], Is.EqualTo(repeated.Mean![0]));
        Assert.That(weighted.Variance![0], Is.EqualTo(repeated.Variance![0]));
        Assert.That(weighted.SamplesSeen!.ToString(), Is.EqualTo("float64[]"));
        Assert.That(weighted.SamplesSeen[0], Is.EqualTo(5));
    }

    [Test]
    public void The_inverse_gives_the_input_back()
    {
        var random = new Random(3);
        var x = Draw(random, 100, 5, 2);
        var scaler = new StandardScaler();
        scaler.Fit(Tensor.Create(x, 25, 4));
        var back = scaler.InverseTransform(scaler.Transform(Tensor.Create(x, 25, 4)));

        for (var i = 0; i < x.Length; i++)
        {
            Assert.That(back[i], Is.EqualTo(x[i]).Within(4e-15 * (Math.Abs(x[i]) + 5)));
        }
    }

    [Test]
    public void NaN_is_left_out_column_by_column_and_stays()
    {
        var scaler = new StandardScaler();
        scaler.Fit(
            new double[,]
            {
                { 1, NaN, NaN },
                { 3, 5, NaN },
                { NaN, 9, NaN },
            }
        );

        Assert.That(scaler.Mean!.Values.ToArray(), Is.EqualTo(new[] { 2, 7, NaN }));
        Assert.That(scaler.Variance!.Values.ToArray(), Is.EqualTo(new[] { 1, 4, NaN }));
        Assert.That(scaler.Scale!.Values.ToArray(), Is.EqualTo(new[] { 1, 2, NaN }));
        Assert.That(scaler.SamplesSeen!.ToString(), Is.EqualTo("int64[3]"));
        Assert.That(Values(scaler.SamplesSeen), Is.EqualTo(new[] { 2.0, 2, 0 }));
        var scaled = scaler.Transform(
            new double[,]
            {
                { 3, NaN, 1 },
            }
        );
        Assert.That(Values(scaled), Is.EqualTo(new[] { 1, NaN, NaN }));
    }

    [Test]
    public void A_chunk_of_NaN_leaves_a_column_as_it_was()
    {
        var scaler = new StandardScaler();
        scaler.PartialFit(
            new double[,]
            {
                { 1 },
                { 3 },
            }
        );
        scaler.PartialFit(
            new double[,]
            {
                { NaN },
            }
        );
        scaler.PartialFit(
            new double[,]
            {
                { 5 },
            }
        );

        Assert.That(scaler.Mean![0], Is.EqualTo(3));
        Assert.That(scaler.SamplesSeen![0], Is.EqualTo(3));
    }

    [Test]
    public void Weights_that_sum_to_zero_give_NaN()
    {
        var scaler = new StandardScaler();
        scaler.Fit(
            new double[,]
            {
                { 1 },
                { 3 },
            },
            new double[] { 0, 0 }
        );

        Assert.That(scaler.Mean![0], Is.NaN);
        Assert.That(scaler.Variance![0], Is.NaN);
    }

    [Test]
    public void A_constant_column_is_scaled_by_one()
    {
        var scaler = new StandardScaler();
        scaler.Fit(
            new double[,]
            {
                { 4.25, 0.1 },
                { 4.25, 0.1 },
                { 4.25, 0.1 },
            }
        );

        Assert.That(scaler.Variance!.Values.ToArray(), Is.EqualTo(new double[] { 0, 0 }));
        Assert.That(scaler.Scale!.Values.ToArray(), Is.EqualTo(new double[] { 1, 1 }));
        Assert.That(
            Values(
                scaler.Transform(
                    new double[,]
                    {
                        { 5.25, 0.1 },
                    }
                )
            ),
            Is.EqualTo(new double[] { 1, 0 })
        );
    }

    [Test]
    public void Rounding_noise_on_a_large_offset_counts_as_constant_but_its_variance_stays()
    {
        // One bit of noise: the deviation is below rows * mean * eps.
        var scaler = new StandardScaler();
        scaler.Fit(
            new double[,]
            {
                { 1e15 },
                { 1e15 },
                { Math.BitIncrement(1e15) },
            }
        );

        Assert.That(scaler.Variance![0], Is.GreaterThan(0));
        Assert.That(scaler.Scale![0], Is.EqualTo(1));
    }

    [Test]
    public void Float32_is_rounded_after_each_step_and_stays_float32()
    {
        // Enough values that rounding once would show.
        var values = Array.ConvertAll(Draw(new Random(4), 1000, 3, 2), x => (float)x);
        var scaler = new StandardScaler();
        scaler.Fit(Tensor.Create(values, 1000, 1));
        var (mean, scale) = (scaler.Mean![0], scaler.Scale![0]);

        var scaled = (Tensor<float>)scaler.Transform(Tensor.Create(values, 1000, 1));
        var back = (Tensor<float>)scaler.InverseTransform(scaled);

        for (var i = 0; i < values.Length; i++)
        {
            var difference = (float)(values[i] - mean);
            Assert.That(scaled.Values[i], Is.EqualTo((float)(difference / scale)));
            var product = (float)(scaled.Values[i] * scale);
            Assert.That(back.Values[i], Is.EqualTo((float)(product + mean)));
        }
    }

    [Test]
    public void Transforming_leaves_its_input_alone()
    {
        var x = new double[] { 1, 3 };
        var scaler = new StandardScaler();
        scaler.Fit(Tensor.Create(x, 2, 1));

        scaler.InverseTransform(scaler.Transform(Tensor.Create(x, 2, 1)));
        Assert.That(x, Is.EqualTo(new double[] { 1, 3 }));
    }

    [Test]
    public void Rows_seen_are_weights_once_any_were_given()
    {
        var scaler = new StandardScaler();
        scaler.PartialFit(
            new double[,]
            {
                { 1 },
                { 3 },
            }
        );
        scaler.PartialFit(
            new double[,]
            {
                { 5 },
            },
            new[] { 0.5 }
        );

        Assert.That(scaler.SamplesSeen!.ToString(), Is.EqualTo("float64[]"));
        Assert.That(scaler.SamplesSeen[0], Is.EqualTo(2.5));
    }

    [Test]
    public void Whole_numbers_and_bytes_become_float64_unscaled()
    {
        var scaler = new StandardScaler();
        scaler.Fit(Tensor.Create(new byte[] { 0, 255 }, 2, 1));

        Assert.That(scaler.Mean![0], Is.EqualTo(127.5));
        Assert.That(
            scaler.Transform(Tensor.Create(new long[] { 255 }, 1, 1)).ToString(),
            Is.EqualTo("float64[1, 1]")
        );
    }

    [TestCase(false, true, 3.0)] // 6 / 2
    [TestCase(true, false, 2.0)] // 6 - 4
    [TestCase(false, false, 6.0)]
    public void Mean_and_deviation_can_be_left_out(bool withMean, bool withStd, double expected)
    {
        var scaler = new StandardScaler(withMean, withStd);
        scaler.Fit(
            new double[,]
            {
                { 2 },
                { 6 },
            }
        );

        Assert.That(
            scaler.Transform(
                new double[,]
                {
                    { 6 },
                }
            )[0],
            Is.EqualTo(expected)
        );
        Assert.That(scaler.Mean is null, Is.EqualTo(!withMean && !withStd));
        Assert.That(scaler.Variance is null, Is.EqualTo(!withStd));
        Assert.That(scaler.Scale is null, Is.EqualTo(!withStd));
        Assert.That(scaler.SamplesSeen![0], Is.EqualTo(2));
    }

    [Test]
    public void Fit_forgets_what_was_seen()
    {
        var scaler = new StandardScaler();
        scaler.Fit(
            new double[,]
            {
                { 100 },
                { 200 },
            },
            new double[] { 1, 2 }
        );
        scaler.Fit(
            new double[,]
            {
                { 1, 2 },
                { 3, 4 },
            }
        );

        Assert.That(scaler.Mean!.Values.ToArray(), Is.EqualTo(new double[] { 2, 3 }));
        Assert.That(scaler.SamplesSeen!.ToString(), Is.EqualTo("int64[]"));
    }

    [Test]
    public void What_is_refused_changes_nothing()
    {
        var scaler = new StandardScaler();
        Assert.That(
            () =>
                scaler.Transform(
                    new double[,]
                    {
                        { 1 },
                    }
                ),
            Throws.InvalidOperationException.With.Message.Contains("call Fit")
        );
        scaler.Fit(
            new double[,]
            {
                { 2 },
                { 6 },
            }
        );

        Refused(
            "Infinity",
            () =>
                scaler.Fit(
                    new double[,]
                    {
                        { 1 },
                        { double.PositiveInfinity },
                    }
                )
        );
        Refused(
            "row 1, column 0",
            () =>
                scaler.PartialFit(
                    new float[,]
                    {
                        { 1 },
                        { float.NegativeInfinity },
                    }
                )
        );
        Refused(
            "[rows, 1]",
            () =>
                scaler.PartialFit(
                    new double[,]
                    {
                        { 1, 2 },
                    }
                )
        );
        Refused(
            "[rows, 1]",
            () =>
                scaler.Transform(
                    new double[,]
                    {
                        { 1, 2 },
                    }
                )
        );
        Refused(
            "Infinity",
            () =>
                scaler.InverseTransform(
                    new double[,]
                    {
                        { double.PositiveInfinity },
                    }
                )
        );
        Refused("matrix", () => scaler.Fit(new double[] { 1, 2 }));
        Refused("empty", () => scaler.Fit(Tensor.Create(Array.Empty<double>(), 0, 1)));
        Refused(
            "sampleWeight",
            () =>
                scaler.Fit(
                    new double[,]
                    {
                        { 1 },
                        { 2 },
                    },
                    new double[] { 1 }
                )
        );
        Refused(
            "NaN",
            () =>
                scaler.Fit(
                    new double[,]
                    {
                        { 1 },
                        { 2 },
                    },
                    new double[] { 1, NaN }
                )
        );
        Refused(
            "Infinity",
            () =>
                scaler.Fit(
                    new double[,]
                    {
                        { 1 },
                    },
                    new[] { double.PositiveInfinity }
                )
        );

        Assert.That(scaler.Mean![0], Is.EqualTo(4));
        Assert.That(scaler.SamplesSeen![0], Is.EqualTo(2));
    }

    private static void Refused(string message, Action call) =>
        Assert.That(call, Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));

    private static double[] Draw(Random random, int count, double offset, double spread) =>
        [.. Enumerable.Range(0, count).Select(_ => offset + spread * (random.NextDouble() - 0.5))];

    private static double[] Values(Tensor tensor) => tensor.ToFloat64().Values.ToArray();

    [Test]
    public void A_weight_is_that_of_its_whole_row()
    {
        var (weighted, repeated) = (new StandardScaler(), new StandardScaler());
        double[,] rows =
        {
            { 1, 10 },
            { 4, 30 },
        };

        weighted.Fit(rows, new double[] { 1, 3 });
        repeated.Fit(
            new double[,]
            {
                { 1, 10 },
                { 4, 30 },
                { 4, 30 },
                { 4, 30 },
            }
        );

        Assert.That(
            weighted.Scale!.Values.ToArray(),
            Is.EqualTo(repeated.Scale!.Values.ToArray()).Within(1e-15)
        );
        Assert.That(weighted.Mean!.Values.ToArray(), Is.EqualTo([3.25, 25.0]));
    }

    [Test]
    public void A_column_of_zeros_is_constant_and_one_of_tiny_values_is_not()
    {
        var scaler = new StandardScaler();

        var scaled = scaler.FitTransform(
            new double[,]
            {
                { 0, 0 },
                { 0, 1e-9 },
            }
        );

        Assert.That(scaler.Scale!.Values.ToArray(), Is.EqualTo([1, 5e-10]).Within(1e-24));
        Assert.That(
            scaled.ToFloat64().Values.ToArray(),
            Is.EqualTo(new double[] { 0, -1, 0, 1 }).Within(1e-15)
        );
    }

    [Test]
    public void A_column_may_begin_with_rows_that_are_missing()
    {
        var scaler = new StandardScaler();

        scaler.PartialFit(
            new double[,]
            {
                { double.NaN },
            }
        );
        scaler.PartialFit(
            new double[,]
            {
                { 1 },
                { 3 },
            }
        );

        Assert.That(scaler.Mean![0], Is.EqualTo(2));
    }
}
