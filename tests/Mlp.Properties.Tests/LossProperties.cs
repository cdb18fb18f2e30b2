using CsCheck;
using Mlp.Losses;

namespace Mlp.Properties.Tests;

/// <summary>What holds of losses and their gradients, whatever the numbers.</summary>
[TestFixtureSource(typeof(Backends), nameof(Backends.Names))]
public class LossProperties(string backend)
{
    private readonly IOperations operations = Backends.Operations(backend);

    [Test]
    public void Sparse_labels_are_one_hot_labels([Values] Precision precision)
    {
        var u = Backends.UnitRoundoff(precision);
        Property.Holds(
            LossProblem.Sparse,
            problem =>
            {
                var sparse = (SparseCategoricalCrossentropy)problem.Loss;
                Loss categorical = new CategoricalCrossentropy(sparse.FromLogits);
                var onehot = LossProblem.OneHot(problem.Labels, problem.Columns);
                var predictions = problem.Predictions.To(precision);
                // Each of the two may be off.
                Property.Close(
                    "losses",
                    operations.Loss(problem.Under(Reduction.None), problem.Labels, predictions),
                    operations.Loss(
                        categorical with
                        {
                            Reduction = Reduction.None,
                        },
                        onehot,
                        predictions
                    ),
                    row => 2 * u * problem.LossError(row)
                );
                Property.Close(
                    "gradient",
                    operations.LossGradient(
                        problem.Under(Reduction.Sum),
                        problem.Labels,
                        predictions
                    ),
                    operations.LossGradient(
                        categorical with
                        {
                            Reduction = Reduction.Sum,
                        },
                        onehot,
                        predictions
                    ),
                    i => 2 * u * problem.SlopeError(i / problem.Columns)
                );
            }
        );
    }

    [Test]
    public void Weights_of_1_are_no_weights([Values] Precision precision)
    {
        var u = Backends.UnitRoundoff(precision);
        Property.Holds(
            LossProblem.Any,
            problem =>
            {
                var predictions = problem.Predictions.To(precision);
                Tensor ones = Enumerable.Repeat(1.0, problem.Rows).ToArray();
                // A factor of 1 rounds nothing.
                Property.Same(
                    "losses",
                    operations.Loss(
                        problem.Under(Reduction.None),
                        problem.Labels,
                        predictions,
                        ones
                    ),
                    operations.Loss(problem.Under(Reduction.None), problem.Labels, predictions)
                );
                var most = SumError(problem, Enumerable.Repeat(1.0, problem.Rows), precision);
                foreach (
                    var (reduction, divisor) in new[]
                    {
                        (Reduction.Sum, 1),
                        (Reduction.SumOverBatchSize, problem.Rows),
                        (Reduction.MeanWithSampleWeight, problem.Rows),
                    }
                )
                {
                    Property.Close(
                        reduction.ToString(),
                        operations.Loss(
                            problem.Under(reduction),
                            problem.Labels,
                            predictions,
                            ones
                        ),
                        operations.Loss(problem.Under(reduction), problem.Labels, predictions),
                        _ => 2 * u * most / divisor
                    );
                    Property.Close(
                        $"gradient of {reduction}",
                        operations.LossGradient(
                            problem.Under(reduction),
                            problem.Labels,
                            predictions,
                            ones
                        ),
                        operations.LossGradient(
                            problem.Under(reduction),
                            problem.Labels,
                            predictions
                        ),
                        i => 2 * u * problem.SlopeError(i / problem.Columns) / divisor
                    );
                }
            }
        );
    }

    [Test]
    public void A_whole_weight_is_the_row_so_many_times([Values] Precision precision)
    {
        var u = Backends.UnitRoundoff(precision);
        Property.Holds(
            from problem in LossProblem.Any
            from times in Gen.Int[0, 3].Array[problem.Rows]
            select (problem, times),
            drawn =>
            {
                var (problem, times) = drawn;
                var repeated = problem.Gather([
                    .. times.SelectMany((n, row) => Enumerable.Repeat(row, n)),
                ]);
                if (repeated.Rows == 0)
                {
                    return;
                }

                Tensor weights = Array.ConvertAll(times, n => (double)n);
                var most = SumError(problem, times.Select(n => (double)n), precision);
                foreach (
                    var (reduction, divisor) in new[]
                    {
                        (Reduction.Sum, 1),
                        (Reduction.MeanWithSampleWeight, repeated.Rows),
                    }
                )
                {
                    Property.Close(
                        reduction.ToString(),
                        operations.Loss(
                            problem.Under(reduction),
                            problem.Labels,
                            problem.Predictions.To(precision),
                            weights
                        ),
                        operations.Loss(
                            repeated.Under(reduction),
                            repeated.Labels,
                            repeated.Predictions.To(precision)
                        ),
                        // Repeated rows are more terms: three times as many at most.
                        _ => 2 * 3 * u * most / divisor
                    );
                }
            }
        );
    }

    // Powers of two scale without rounding, so that nothing may be different but the exponents.
    [Test]
    public void A_loss_scaled_has_its_gradient_scaled([Values] Precision precision) =>
        Property.Holds(
            from problem in LossProblem.Any
            from power in Gen.Int[-4, 4]
            from sign in Gen.Bool.Select(minus => minus ? -1.0 : 1)
            select (problem, scale: sign * Math.ScaleB(1, power)),
            drawn =>
            {
                var (problem, scale) = drawn;
                var predictions = problem.Predictions.To(precision);
                foreach (var reduction in new[] { Reduction.Sum, Reduction.SumOverBatchSize })
                {
                    var loss = problem.Under(reduction);
                    Tensor ones = Enumerable.Repeat(1.0, problem.Rows).ToArray();
                    Tensor scales = Enumerable.Repeat(scale, problem.Rows).ToArray();
                    Property.Same(
                        $"gradient of {reduction}",
                        operations.LossGradient(loss, problem.Labels, predictions, scales),
                        Times(
                            scale,
                            operations.LossGradient(loss, problem.Labels, predictions, ones)
                        )
                    );
                    Property.Same(
                        reduction.ToString(),
                        operations.Loss(loss, problem.Labels, predictions, scales),
                        Times(scale, operations.Loss(loss, problem.Labels, predictions, ones))
                    );
                }
            }
        );

    [Test]
    public void Rows_in_another_order_have_their_losses_in_that_order(
        [Values] Precision precision
    ) =>
        Property.Holds(
            from problem in LossProblem.Any
            from order in Gen.Shuffle(Enumerable.Range(0, problem.Rows).ToArray())
            select (problem, order),
            drawn =>
            {
                var (problem, order) = drawn;
                var other = problem.Gather(order);
                // What a row comes to depends on that row alone.
                Property.Same(
                    "losses",
                    operations.Loss(
                        other.Under(Reduction.None),
                        other.Labels,
                        other.Predictions.To(precision)
                    ),
                    operations
                        .Loss(
                            problem.Under(Reduction.None),
                            problem.Labels,
                            problem.Predictions.To(precision)
                        )
                        .Gather(order)
                );
                Property.Same(
                    "gradient",
                    operations.LossGradient(
                        other.Loss,
                        other.Labels,
                        other.Predictions.To(precision)
                    ),
                    operations
                        .LossGradient(
                            problem.Loss,
                            problem.Labels,
                            problem.Predictions.To(precision)
                        )
                        .Gather(order)
                );
            }
        );

    [Test]
    public void A_batch_is_the_mean_of_its_rows([Values] Precision precision)
    {
        var u = Backends.UnitRoundoff(precision);
        Property.Holds(
            LossProblem.Any,
            problem =>
            {
                var n = problem.Rows;
                var rows = Enumerable.Range(0, n).Select(row => problem.Gather(row)).ToArray();
                Property.Close(
                    "loss",
                    operations.Loss(
                        problem.Loss,
                        problem.Labels,
                        problem.Predictions.To(precision)
                    ),
                    Tensor.Scalar(
                        rows.Average(row =>
                            operations.Loss(row.Loss, row.Labels, row.Predictions.To(precision))[0]
                        )
                    ),
                    _ => 2 * u * SumError(problem, rows.Select(_ => 1.0), precision) / n
                );
                Property.Close(
                    "gradient",
                    operations.LossGradient(
                        problem.Loss,
                        problem.Labels,
                        problem.Predictions.To(precision)
                    ),
                    Tensor.Create(
                        [
                            .. rows.SelectMany(row =>
                                operations
                                    .LossGradient(
                                        row.Loss,
                                        row.Labels,
                                        row.Predictions.To(precision)
                                    )
                                    .ToFloat64()
                                    .Values.ToArray()
                                    .Select(slope => slope / n)
                            ),
                        ],
                        n,
                        problem.Columns
                    ),
                    i => 2 * u * problem.SlopeError(i / problem.Columns) / n
                );
            }
        );
    }

    // (l(x + h) - l(x - h)) / 2h is off by l'''h^2/6 and by what both losses are off, over 2h.
    [Test]
    public void Gradients_are_central_differences()
    {
        const double h = 1.0 / (1 << 17);
        var u = Backends.UnitRoundoff(Precision.Float64);
        Property.Holds(
            from problem in LossProblem.Any
            from place in Gen.Int[0, problem.Predictions.Length - 1]
            select (problem, place),
            drawn =>
            {
                var (problem, place) = drawn;
                var row = place / problem.Columns;
                var difference = (Loss(h) - Loss(-h)) / (2 * h);
                Property.Close(
                    "slope",
                    Tensor.Scalar(
                        operations.LossGradient(
                            problem.Under(Reduction.Sum),
                            problem.Labels,
                            problem.Predictions
                        )[place]
                    ),
                    Tensor.Scalar(difference),
                    _ =>
                        problem.ThirdDerivative(row) * h * h / 6
                        // The losses beside are those of slightly other predictions.
                        + 1.1 * u * problem.LossError(row) / h
                        + u * problem.SlopeError(row)
                        + 4 * u * Math.Abs(difference)
                );

                double Loss(double by)
                {
                    var values = problem.Predictions.Values.ToArray();
                    values[place] += by;
                    return operations.Loss(
                        problem.Under(Reduction.None),
                        problem.Labels,
                        Tensor.Create(values, problem.Rows, problem.Columns)
                    )[row];
                }
            }
        );
    }

    // Half of what two sums of w*l may differ by, in u: N + 4 roundings of sum|w*l| and the errors of the losses.
    private double SumError(LossProblem problem, IEnumerable<double> weights, Precision precision)
    {
        var losses = operations.Loss(
            problem.Under(Reduction.None),
            problem.Labels,
            problem.Predictions.To(precision)
        );
        return weights
            .Select(
                (w, row) =>
                    Math.Abs(w)
                    * ((problem.Rows + 4) * Math.Abs(losses[row]) + problem.LossError(row))
            )
            .Sum();
    }

    private static Tensor<double> Times(double scale, Tensor tensor) =>
        Tensor.Create(
            [.. tensor.ToFloat64().Values.ToArray().Select(value => scale * value)],
            [.. tensor.Shape]
        );
}
