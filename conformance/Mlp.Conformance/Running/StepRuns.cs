namespace Mlp.Conformance;

/// <summary>What happens step by step and batch by batch: optimizers, schedules, metrics, running means.</summary>
internal static class StepRuns
{
    public static Node.Map Optimize(CaseRun run)
    {
        var trace = run.Operations.Optimize(
            SpecReader.Optimizer(run.Case.Op, run.Params),
            run.Variables(run.Inputs["weights"]),
            [.. run.Inputs["grads"].AsList().Select(run.Variables)]
        );
        return run.Outputs(name =>
            name switch
            {
                "weights_after_step" => new Node.List([.. trace.WeightsAfterStep.Select(ListOf)]),
                "learning_rate_used" => trace.LearningRates,
                _ => throw CaseRun.Unknown(name),
            }
        );
    }

    public static Node.Map Schedule(CaseRun run)
    {
        var rate = SpecReader.LearningRate(run.Case.Op, run.Params);
        return run.Outputs(name =>
            name == "learning_rate"
                ? run.Operations.LearningRates(rate, run.Input("steps"), run.Precision)
                : throw CaseRun.Unknown(name)
        );
    }

    public static Node.Map Metric(CaseRun run)
    {
        if (run.Case.Op == "compile_evaluate")
        {
            return CompileEvaluate(run);
        }

        var p = new Parameters($"metric '{run.Case.Op}'", run.Params);
        var trace = run.Operations.Metric(
            SpecReader.Metric(
                run.Case.Op,
                new([.. run.Params.Entries.Where(entry => entry.Key != "batch_size")])
            ),
            run.Input("y_true"),
            run.Floating("y_pred"),
            run.OptionalInput("sample_weight"),
            p.Integer("batch_size", 32)
        );
        return run.Outputs(name =>
            name switch
            {
                "after_each_batch" => trace.AfterEachBatch,
                "result" => trace.Result,
                "per_sample" => trace.PerSample,
                _ => throw CaseRun.Unknown(name),
            }
        );
    }

    public static Node.Map RunningMean(CaseRun run) =>
        run.Outputs(name =>
            name == "running_mean"
                ? run.Operations.RunningMean(run.Floating("values"), run.Floating("weights"))
                : throw CaseRun.Unknown(name)
        );

    /// <summary>Variables as cases have them.</summary>
    public static Node ListOf(Weights weights) =>
        new Node.List([.. weights.Select(variable => (Node)variable)]);

    /// <summary>Figures as cases have them: a scalar each.</summary>
    public static Node MapOf(Logs logs) =>
        Node.Map.Of(logs.Select(entry => (entry.Key, (Node)Tensor.Scalar(entry.Value))));

    // A model without weights hands its inputs on: they are the predictions.
    private static Node.Map CompileEvaluate(CaseRun run)
    {
        var (labels, predictions) = (run.Input("y_true"), run.Floating("y_pred"));
        var compile = SpecReader.Compile(run.Params, run.Precision);
        using var model = run.Backend.Compile(
            new([new Input(predictions.RowLength), new Flatten()]),
            compile,
            new Weights([])
        );
        return run.Outputs(name =>
            name switch
            {
                "evaluate" => MapOf(
                    model.Evaluate(
                        new(predictions, labels, run.OptionalInput("sample_weight")),
                        new Parameters("evaluate", run.Params).Integer("batch_size", 32)
                    )
                ),
                "metric_objects" => new Node.List([
                    .. compile
                        .Metrics.Concat(compile.WeightedMetrics)
                        .Select(metric =>
                            (Node)
                                new Node.List([
                                    metric.Key,
                                    run
                                        .Operations.Resolve(metric, labels.Shape, predictions.Shape)
                                        .GetType()
                                        .Name,
                                ])
                        ),
                ]),
                _ => throw CaseRun.Unknown(name),
            }
        );
    }
}
