namespace Mlp.Conformance;

/// <summary>
/// Another backend with the sums of its dense layers running backwards. Nothing in it is changed: it is handed inputs, hidden
/// units and the rows of each batch in reverse, and what it gives is put back in order. Mathematically nothing moves; in
/// floating point a sum a + b + c becomes c + b + a, in forward, in both gradients and in the mean over a batch. Outputs
/// keep their order, since labels name them.
/// </summary>
public sealed class ReversedSums(IBackend inner) : IBackend
{
    /// <inheritdoc/>
    public string Name => $"{inner.Name}:reversed";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>(inner.Environment) { ["sums"] = "reversed" };

    /// <inheritdoc/>
    public IOperations? Operations { get; } =
        inner.Operations is null ? null : new ReversedOperations(inner.Operations);

    /// <inheritdoc/>
    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights) =>
        // Without a layer there is no sum, and inputs are outputs.
        model.Dense.Count == 0
            ? inner.Compile(model, compile, weights)
            : new Reversed(inner.Compile(model, compile, Turn(weights)));

    // Kernels [inputs, units] and biases [units] in turn. The units of the last layer stay.
    private static Weights Turn(Weights weights) =>
        new(
            weights.Select(
                (variable, i) =>
                    i >= weights.Count - 2
                        ? (variable.Rank == 2 ? Backwards.Rows(variable) : variable)
                    : variable.Rank == 2 ? Backwards.Both(variable)
                    : Backwards.Rows(variable)
            )
        );

    private sealed class ReversedOperations(IOperations inner) : PassedOn(inner)
    {
        public override Tensor DenseForward(
            Activation activation,
            Tensor x,
            Tensor kernel,
            Tensor bias
        ) => base.DenseForward(activation, Backwards.Columns(x), Backwards.Rows(kernel), bias);

        public override DenseGradients DenseBackward(
            Activation activation,
            Tensor x,
            Tensor kernel,
            Tensor bias,
            Tensor upstream
        )
        {
            var gradients = base.DenseBackward(
                activation,
                Backwards.Both(x),
                Backwards.Both(kernel),
                Backwards.Rows(bias),
                Backwards.Both(upstream)
            );
            return new(
                Backwards.Both(gradients.X),
                Backwards.Both(gradients.Kernel),
                Backwards.Rows(gradients.Bias)
            );
        }
    }

    private sealed class Reversed(IModel inner) : IModel
    {
        public ModelSpec Spec => inner.Spec;

        public CompileSpec Compiled => inner.Compiled;

        public History Fit(Samples train, FitSpec fit) =>
            inner.Fit(
                train with
                {
                    X = Backwards.Columns(train.X),
                },
                fit with
                {
                    RowOrder = new ReversedBatches(fit.RowOrder, fit.BatchSize),
                    Validation = fit.Validation is null
                        ? null
                        : Turn(fit.Validation, fit.ValidationBatchSize ?? fit.BatchSize),
                }
            );

        public Logs Evaluate(Samples data, int batchSize) =>
            inner.Evaluate(Turn(data, batchSize), batchSize);

        public Tensor Predict(Tensor x, int batchSize) =>
            inner.Predict(Backwards.Columns(x), batchSize);

        public Logs TrainOnBatch(Samples batch, IReadOnlyDictionary<int, double>? classWeight) =>
            inner.TrainOnBatch(Turn(batch, batch.Rows), classWeight);

        public Weights GetWeights() => ReversedSums.Turn(inner.GetWeights());

        public void SetWeights(Weights weights) => inner.SetWeights(ReversedSums.Turn(weights));

        public void Dispose() => inner.Dispose();

        private static Samples Turn(Samples rows, int batchSize) =>
            Backwards.Batches(rows with { X = Backwards.Columns(rows.X) }, batchSize);
    }

    private sealed class ReversedBatches(RowOrder inner, int batchSize) : RowOrder
    {
        public override void Fill(int epoch, Span<int> rows)
        {
            inner.Fill(epoch, rows);
            Backwards.Batches(rows, batchSize);
        }
    }
}
