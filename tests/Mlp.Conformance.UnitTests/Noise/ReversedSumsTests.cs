using Mlp.Conformance.Truth;

namespace Mlp.Conformance.UnitTests.Noise;

/// <summary>Sums run backwards: nothing moves but what is rounded otherwise.</summary>
public class ReversedSumsTests
{
    private static readonly PlainBackend Plain = new();
    private static readonly ReversedSums Reversed = new(Plain);

    [Test]
    public void A_sum_that_cancels_comes_out_otherwise()
    {
        // (1 + 1e8) - 1e8 is 0 in float32, (-1e8 + 1e8) + 1 is 1.
        var x = Tensor.FromRows<float>([
            [1f, 1e8f, -1e8f],
        ]);
        var kernel = Tensor.FromRows<float>([
            [1f],
            [1f],
            [1f],
        ]);
        var bias = Tensor.Vector([0f]);

        Assert.That(
            Plain.Operations.DenseForward(new Activation.Linear(), x, kernel, bias)[0],
            Is.Zero
        );
        Assert.That(
            Reversed.Operations!.DenseForward(new Activation.Linear(), x, kernel, bias)[0],
            Is.EqualTo(1)
        );
    }

    [Test]
    public void Both_gradients_sum_backwards()
    {
        var bias = Tensor.Vector([0f, 0f, 0f]);
        var dense = (
            // dX sums over units, dW and db over rows.
            Wide: Gradients(
                Tensor.FromRows<float>([
                    [1f],
                ]),
                Tensor.FromRows<float>([
                    [1f, 1f, 1f],
                ]),
                bias,
                Tensor.FromRows<float>([
                    [1f, 1e8f, -1e8f],
                ])
            ),
            Tall: Gradients(
                Tensor.FromRows<float>([
                    [1f],
                    [1f],
                    [1f],
                ]),
                Tensor.FromRows<float>([
                    [1f],
                ]),
                Tensor.Vector([0f]),
                Tensor.FromRows<float>([
                    [1f],
                    [1e8f],
                    [-1e8f],
                ])
            )
        );

        Assert.That(dense.Wide.Plain.X[0], Is.Zero);
        Assert.That(dense.Wide.Reversed.X[0], Is.EqualTo(1));
        Assert.That((dense.Tall.Plain.Kernel[0], dense.Tall.Plain.Bias[0]), Is.EqualTo((0, 0)));
        Assert.That(
            (dense.Tall.Reversed.Kernel[0], dense.Tall.Reversed.Bias[0]),
            Is.EqualTo((1, 1))
        );
    }

    // What is put in reverse is put back: whole numbers, and float64 with its compensated sums, cannot tell.
    [Test]
    public void Every_exact_case_and_every_case_in_float64_stays_inside_its_bound()
    {
        var judge = new Judge([Onnx.Decline]);
        var runner = new Runner(Reversed);
        foreach (
            var value in Fixtures.All.Where(value =>
                (value.DType == ElementType.Float64 && Trajectories.Covers(value))
                || value.Family is "dense" or "predict" or "refusals"
            )
        )
        {
            var verdict = judge.Verdict(value, runner.Run(value));
            Assert.That(verdict.IsBad, Is.False, $"{value.Id}: {verdict.Message}");
        }
    }

    [Test]
    public void Refusals_come_as_they_do_without_it()
    {
        var runner = new Runner(Reversed);
        foreach (var value in Fixtures.All.Where(value => value.ExpectsRefusal))
        {
            Assert.That(runner.Run(value).Outputs.TryGet("raises", out _), Is.True, value.Id);
        }
    }

    private static (DenseGradients Plain, DenseGradients Reversed) Gradients(
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    ) =>
        (
            Plain.Operations.DenseBackward(new Activation.Linear(), x, kernel, bias, upstream),
            Reversed.Operations!.DenseBackward(new Activation.Linear(), x, kernel, bias, upstream)
        );
}
