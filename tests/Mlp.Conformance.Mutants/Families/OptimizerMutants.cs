namespace Mlp.Conformance.Mutants.Families;

internal static class OptimizerMutants
{
    public static IReadOnlyList<Mutant> All { get; } =
    [
        new(
            "momentum_with_the_rate_outside",
            "optimizers",
            "Momentum gathers gradients and multiplies by the rate of the moment, as torch's SGD: another thing under a schedule",
            "Truth/Optimizers/SgdState.cs",
            "v = momentum * v - rate * g[i]; w[i] += sgd.Nesterov ? momentum * v - rate * g[i] : v;",
            "v = momentum * v + g[i]; w[i] -= rate * (sgd.Nesterov ? momentum * v + g[i] : v);"
        ),
        new(
            "nesterov_without_look_ahead",
            "optimizers",
            "Nesterov's momentum is the plain one",
            "Truth/Optimizers/SgdState.cs",
            "w[i] += sgd.Nesterov ? momentum * v - rate * g[i] : v;",
            "w[i] += v;"
        ),
        new(
            "momentum_dampened",
            "optimizers",
            "The gradient enters the velocity by 1 - momentum, torch's dampening",
            "Truth/Optimizers/SgdState.cs",
            "v = momentum * v - rate * g[i];",
            "v = momentum * v - (T.One - momentum) * rate * g[i];"
        ),
        new(
            "adam_without_bias_correction",
            "optimizers",
            "Adam's moments are not corrected for starting at 0",
            "Truth/Optimizers/AdamState.cs",
            "return rate * T.Sqrt(correction2) / correction1;",
            "return rate;"
        ),
        new(
            "adam_epsilon_inside_the_root",
            "optimizers",
            "Adam's epsilon stands under the root",
            "Truth/Optimizers/AdamState.cs",
            "(T.Sqrt(v) + epsilon)",
            "T.Sqrt(v + epsilon)"
        ),
        new(
            "adam_epsilon_1e-8",
            "optimizers",
            "Adam's epsilon is 1e-8, torch's, where Keras has 1e-7",
            "Truth/Optimizers/AdamState.cs",
            "T.CreateChecked(adam.Epsilon);",
            "T.CreateChecked(adam.Epsilon == 1e-7 ? 1e-8 : adam.Epsilon);"
        ),
        new(
            "adam_epsilon_beside_the_corrected_root",
            "optimizers",
            "Adam's epsilon is added to the corrected root, as in torch and tfjs: m_hat / (sqrt(v_hat) + epsilon)",
            "Truth/Optimizers/AdamState.cs",
            "w[i] -= m * factor / (T.Sqrt(v) + epsilon);",
            """
            var root = T.Sqrt(v / (T.One - Elementary.Pow(beta2, T.CreateChecked(t))));
            w[i] -= rate * (m / (T.One - Elementary.Pow(beta1, T.CreateChecked(t)))) / (root + epsilon);
            """
        ),
        new(
            "adam_counts_variables",
            "optimizers",
            "Adam's step count rises with every variable instead of every step",
            "Truth/Optimizers/AdamState.cs",
            "var factor = Factor(rate, t);",
            "var factor = Factor(rate, (t - 1) * sizes.Count + variable + 1);"
        ),
        new(
            "adam_keeps_the_largest_second_moment",
            "optimizers",
            "The second moment never falls, as in AMSGrad",
            "Truth/Optimizers/AdamState.cs",
            "v += (g[i] * g[i] - v) * rest2;",
            "v = T.Max(v, v + (g[i] * g[i] - v) * rest2);"
        ),
        new(
            "rmsprop_epsilon_outside_the_root",
            "optimizers",
            "RMSprop's epsilon is added to the root, as torch does",
            "Truth/Optimizers/RmsPropState.cs",
            "rmsProp.Centered ? v - a * a + epsilon : v + epsilon; u = momentum * u + rate * g[i] / T.Sqrt(underRoot);",
            "rmsProp.Centered ? v - a * a : v; u = momentum * u + rate * g[i] / (T.Sqrt(underRoot) + epsilon);"
        ),
        new(
            "weight_decay_in_the_gradient",
            "optimizers",
            "Weight decay is added to the gradients, as torch's SGD and Adam do",
            "Truth/Optimizers/OptimizerState.cs",
            "Decay(rate, variables[i]); Move(rate, step, i, variables[i], clipped[i]);",
            """
            var decay = T.CreateChecked(optimizer.WeightDecay ?? 0);
            T[] gradient = [.. clipped[i].Zip(variables[i], (g, w) => g + decay * w)];
            Move(rate, step, i, variables[i], gradient);
            """
        ),
        new(
            "weight_decay_without_the_rate",
            "optimizers",
            "Weights decay by the decay alone, not times the rate",
            "Truth/Optimizers/OptimizerState.cs",
            "variable[j] -= variable[j] * T.CreateChecked(decay) * rate;",
            "variable[j] -= variable[j] * T.CreateChecked(decay);"
        ),
        new(
            "weight_decay_after_the_step",
            "optimizers",
            "Weights decay after they have moved",
            "Truth/Optimizers/OptimizerState.cs",
            "Decay(rate, variables[i]); Move(rate, step, i, variables[i], clipped[i]);",
            "Move(rate, step, i, variables[i], clipped[i]); Decay(rate, variables[i]);"
        ),
        new(
            "weight_decay_spares_biases",
            "optimizers",
            "Biases do not decay",
            "Truth/Optimizers/OptimizerState.cs",
            "Decay(rate, variables[i]);",
            "if (i % 2 == 0) { Decay(rate, variables[i]); }"
        ),
        new(
            "clipnorm_with_1e-6",
            "optimizers",
            "The scale of a clipped norm is limit / (norm + 1e-6), torch's",
            "Truth/Optimizers/Clipping.cs",
            "g * limit / T.Max(norm, limit)",
            "g * T.Min(T.One, limit / (norm + T.CreateChecked(1e-6)))"
        ),
        new(
            "clipnorm_of_all_variables",
            "optimizers",
            "clipnorm takes one norm over all variables, as torch's clip_grad_norm_",
            "Truth/Optimizers/Clipping.cs",
            "Scale(g, limit, Norm([g]))",
            "Scale(g, limit, Norm(gradients))"
        ),
        new(
            "global_clipnorm_of_each_variable",
            "optimizers",
            "global_clipnorm takes the norm of each variable",
            "Truth/Optimizers/Clipping.cs",
            "Scale(g, limit, common)",
            "Scale(g, limit, Norm([g]))"
        ),
        new(
            "clipvalue_from_above_only",
            "optimizers",
            "clipvalue bounds gradients from above only",
            "Truth/Optimizers/Clipping.cs",
            "T.Min(T.Max(g, -limit), limit)",
            "T.Min(g, limit)"
        ),
        new(
            "step_counted_before_its_rate",
            "optimizers",
            "The schedule is asked for the step after it has been counted",
            "Truth/Optimizers/OptimizerState.cs",
            "Rates<T>.At(optimizer.LearningRate, step);",
            "Rates<T>.At(optimizer.LearningRate, step + 1);"
        ),
        new(
            "step_of_zero_gradients_skipped",
            "optimizers",
            "A step whose gradients are all 0 is skipped: momentum and Adam stand still",
            "Truth/Optimizers/OptimizerState.cs",
            "var clipped = Clipping<T>.Apply(optimizer, gradients); step++;",
            """
            if (gradients.All(gradient => gradient.All(T.IsZero)))
            {
                return rate;
            }

            var clipped = Clipping<T>.Apply(optimizer, gradients);
            step++;
            """
        ),
        new(
            "last_of_17_weights_not_moved",
            "optimizers",
            "A vector loop leaves the last of 17 weights where it was",
            "Truth/Optimizers/SgdState.cs",
            "for (var i = 0; i < w.Length; i++)",
            "for (var i = 0; i < (w.Length == 17 ? 16 : w.Length); i++)"
        ),
        new(
            "weights_in_bfloat16",
            "optimizers",
            "Weights are held in bfloat16 without a float32 copy: small moves are lost",
            "Truth/Optimizers/SgdState.cs",
            "w[i] += sgd.Nesterov ? momentum * v - rate * g[i] : v;",
            """
            w[i] += sgd.Nesterov ? momentum * v - rate * g[i] : v;
            w[i] = typeof(T) == typeof(float)
                ? T.CreateChecked(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(float.CreateChecked(w[i])) & ~0xFFFF))
                : w[i];
            """
        ),
        new(
            "rmsprop_momentum_with_the_rate_outside",
            "optimizers",
            "RMSprop's momentum is multiplied by the rate of the moment, as torch does: another thing under a schedule",
            "Truth/Optimizers/RmsPropState.cs",
            "u = momentum * u + rate * g[i] / T.Sqrt(underRoot); w[i] -= u;",
            "u = momentum * u + g[i] / T.Sqrt(underRoot); w[i] -= rate * u;"
        ),
    ];
}
