namespace Mlp.Conformance;

/// <summary>Whole trainings.</summary>
internal static class FitRuns
{
    public static Node.Map Run(CaseRun run)
    {
        var inputs = run.Inputs;
        var fit = SpecReader.Fit(run.Params["fit"].AsMap()) with
        {
            Validation = inputs.TryGet("validation", out var validation)
                ? Samples(run, validation.AsMap())
                : null,
        };
        var train = Samples(run, inputs);
        using var trained = new Training(run, run.Variables(inputs["initial_weights"]), train, fit);
        return run.Outputs(name =>
            name switch
            {
                "evaluate_unweighted" => StepRuns.MapOf(
                    trained.Model.Evaluate(train with { SampleWeight = null })
                ),
                "evaluate_weighted" => StepRuns.MapOf(trained.Model.Evaluate(train)),
                "predict" => trained.Model.Predict(train.X),
                "final_weights" => StepRuns.ListOf(trained.Model.GetWeights()),
                _ => trained.Output(name),
            }
        );
    }

    private static Samples Samples(CaseRun run, Node.Map inputs) =>
        new(
            Floats(run, inputs["x"].AsTensor()),
            inputs["y"].AsTensor(),
            inputs.TryGet("sample_weight", out var weights) ? weights.AsTensor() : null
        );

    private static Tensor Floats(CaseRun run, Tensor x) =>
        run.Case.ExpectsRefusal || x.Type == ElementType.UInt8 ? x : x.To(run.Precision);

    /// <summary>A model that was trained as the case says, and what was seen on the way.</summary>
    internal sealed class Training : IDisposable
    {
        private readonly FirstEpoch firstEpoch = new();
        private readonly History history;

        public Training(CaseRun run, Weights initial, Samples train, FitSpec fit)
        {
            Model = run.Backend.Compile(
                SpecReader.Model(run.Params),
                SpecReader.Compile(run.Params, run.Precision),
                initial
            );
            history = Model.Fit(
                train,
                fit with
                {
                    Callbacks = [firstEpoch],
                    Cancellation = run.Cancellation,
                }
            );
        }

        public IModel Model { get; }

        /// <summary>What every fit has: <c>history</c> and <c>first_epoch_batch_logs</c>, or its first 8.</summary>
        public Node Output(string name) =>
            name switch
            {
                "history" => Node.Map.Of(
                    history.Keys.Select(key => (key, (Node)Tensor.Vector(history[key].ToArray())))
                ),
                "first_epoch_batch_logs" => Batches(int.MaxValue),
                "first_epoch_batch_logs_first_8" => Batches(8),
                _ => throw CaseRun.Unknown(name),
            };

        public void Dispose() => Model.Dispose();

        private Node.List Batches(int most) =>
            new([.. firstEpoch.Batches.Take(most).Select(StepRuns.MapOf)]);
    }

    private sealed class FirstEpoch : Callback
    {
        public List<Logs> Batches { get; } = [];

        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs)
        {
            if (epoch == 0)
            {
                Batches.Add(logs);
            }
        }
    }
}
