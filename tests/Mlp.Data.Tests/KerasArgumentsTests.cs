namespace Mlp.Data.Tests;

public sealed class KerasArgumentsTests
{
    private static readonly Tensor X = new float[,]
    {
        { 1 },
        { 2 },
        { 3 },
    };
    private static readonly Tensor Y = new float[] { 1, 2, 3 };

    [Test]
    public void Everything_given_to_Fit_arrives()
    {
        using var model = new Recorder();
        var weights = new Dictionary<int, double> { [1] = 2 };
        var callback = new TerminateOnNaN();
        var progress = new Progress<BatchProgress>();
        using var cancellation = new CancellationTokenSource();

        model.Fit(
            X,
            Y,
            epochs: 3,
            batchSize: 8,
            validationData: (X, Y),
            validationSplit: 0.25,
            validationBatchSize: 16,
            classWeight: weights,
            sampleWeight: Y,
            seed: 5,
            callbacks: [callback],
            initialEpoch: 2,
            progress: progress,
            cancellation: cancellation.Token
        );

        Assert.That(model.Samples, Is.EqualTo(new Samples(X, Y, Y)));
        var fit = model.FitSpec!;
        Assert.That((fit.Epochs, fit.BatchSize, fit.ValidationSplit), Is.EqualTo((3, 8, 0.25)));
        Assert.That((fit.InitialEpoch, fit.ValidationBatchSize), Is.EqualTo((2, 16)));
        Assert.That(fit.Validation, Is.EqualTo(new Samples(X, Y)));
        Assert.That(fit.ClassWeight, Is.SameAs(weights));
        Assert.That(fit.Callbacks, Is.EqualTo(new[] { callback }));
        Assert.That(fit.Progress, Is.SameAs(progress));
        Assert.That(fit.Cancellation, Is.EqualTo(cancellation.Token));
        Assert.That(Order(fit.RowOrder), Is.EqualTo(Order(new SeededRowOrder(5))));
    }

    [Test]
    public void Defaults_are_those_of_Keras()
    {
        using var model = new Recorder();

        model.Fit(X, Y);

        Assert.That(
            model.FitSpec,
            Is.EqualTo(
                new FitSpec
                {
                    RowOrder = model.FitSpec!.RowOrder,
                    Callbacks = model.FitSpec.Callbacks,
                }
            )
        );
        Assert.That(model.FitSpec.RowOrder, Is.TypeOf<SeededRowOrder>());
        Assert.That(model.FitSpec.Callbacks, Is.Empty);
    }

    [Test]
    public void Unshuffled_rows_come_as_given()
    {
        using var model = new Recorder();

        model.Fit(X, Y, shuffle: false);

        Assert.That(model.FitSpec!.RowOrder, Is.SameAs(RowOrder.AsGiven));
    }

    [Test]
    public void Validation_data_may_be_a_tuple_with_weights()
    {
        using var model = new Recorder();

        model.Fit(X, Y, validationData: (X, Y, Y));

        Assert.That(model.FitSpec!.Validation, Is.EqualTo(new Samples(X, Y, Y)));
    }

    [Test]
    public void Typed_tensors_make_a_tuple_too()
    {
        using var model = new Recorder();
        var (x, y) = (X.ToFloat32(), Y.ToFloat32());

        model.Fit(x, y, validationData: (x, y));

        Assert.That(model.FitSpec!.Validation, Is.EqualTo(new Samples(x, y)));
    }

    [Test]
    public void Evaluate_and_TrainOnBatch_pair_their_rows()
    {
        using var model = new Recorder();
        var weights = new Dictionary<int, double> { [1] = 2 };

        model.Evaluate(X, Y, Y, batchSize: 7);
        Assert.That((model.Samples, model.BatchSize), Is.EqualTo((new Samples(X, Y, Y), 7)));
        model.Evaluate(X, Y);
        Assert.That((model.Samples, model.BatchSize), Is.EqualTo((new Samples(X, Y), 32)));
        model.TrainOnBatch(X, Y, Y, weights);
        Assert.That(
            (model.Samples, model.ClassWeight),
            Is.EqualTo((new Samples(X, Y, Y), weights))
        );
    }

    private static int[] Order(RowOrder order)
    {
        var rows = new int[50];
        order.Fill(1, rows);
        return rows;
    }

    // Remembers what it was given.
    private sealed class Recorder : IModel
    {
        public Samples? Samples { get; private set; }

        public FitSpec? FitSpec { get; private set; }

        public int BatchSize { get; private set; }

        public IReadOnlyDictionary<int, double>? ClassWeight { get; private set; }

        public ModelSpec Spec => throw new NotSupportedException();

        public CompileSpec Compiled => throw new NotSupportedException();

        public History Fit(Samples train, FitSpec fit)
        {
            (Samples, FitSpec) = (train, fit);
            return new([]);
        }

        public Logs Evaluate(Samples data, int batchSize = 32)
        {
            (Samples, BatchSize) = (data, batchSize);
            return new();
        }

        public Logs TrainOnBatch(
            Samples batch,
            IReadOnlyDictionary<int, double>? classWeight = null
        )
        {
            (Samples, ClassWeight) = (batch, classWeight);
            return new();
        }

        public Tensor Predict(Tensor x, int batchSize = 32) => throw new NotSupportedException();

        public Weights GetWeights() => throw new NotSupportedException();

        public void SetWeights(Weights weights) => throw new NotSupportedException();

        public void Dispose() { }
    }
}
