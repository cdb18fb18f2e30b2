namespace Mlp.Conformance;

/// <summary>What prepares data: one-hot, argmax, the scaler, the sizes of splits.</summary>
internal static class PreparationRuns
{
    public static Node.Map OneHotOrArgMax(CaseRun run)
    {
        var x = run.Input("x");
        return run.Outputs(name =>
            name switch
            {
                "onehot" => run.Operations.ToCategorical(x, Integer(run.Params, "num_classes")),
                "argmax" => run.Operations.ArgMax(x, Integer(run.Params, "axis")),
                _ => throw CaseRun.Unknown(name),
            }
        );
    }

    public static Node.Map Scale(CaseRun run)
    {
        var p = new Parameters("scaler", run.Params);
        var scaler = run.Operations.StandardScaler(
            p.Find("with_mean")?.AsFlag() ?? true,
            p.Find("with_std")?.AsFlag() ?? true
        );
        var (x, weights) = (run.Input("x"), run.OptionalInput("sample_weight"));
        if (p.Find("chunks") is { } chunks)
        {
            var start = 0;
            foreach (var rows in chunks.AsList().Select(node => node.AsInteger()))
            {
                scaler.PartialFit(
                    x.Slice(start, start + rows),
                    weights?.Slice(start, start + rows)
                );
                start += rows;
            }
        }
        else
        {
            scaler.Fit(x, weights);
        }

        p.Done();
        var transformed = new Lazy<Tensor>(() => scaler.Transform(x));
        return run.Outputs(name =>
            name switch
            {
                "transformed" => transformed.Value,
                "transformed_more" => scaler.Transform(run.Input("more")),
                "inverse_of_transformed" => scaler.InverseTransform(transformed.Value),
                "mean_" => OrNull(scaler.Mean),
                "var_" => OrNull(scaler.Variance),
                "scale_" => OrNull(scaler.Scale),
                "n_samples_seen_" => OrNull(scaler.SamplesSeen),
                _ => throw CaseRun.Unknown(name),
            }
        );
    }

    public static Node.Map Split(CaseRun run) =>
        run.Case.Op switch
        {
            "train_test_split" => TrainTestSplit(run),
            "validation_split" => ValidationSplit(run),
            _ => throw new NotSupportedException($"Split '{run.Case.Op}' is not supported."),
        };

    private static Node.Map TrainTestSplit(CaseRun run)
    {
        var (train, test) = run.Operations.TrainTestSplit(
            run.Params["n"].AsInteger(),
            Size(run.Params, "test_size"),
            Size(run.Params, "train_size")
        );
        return run.Outputs(name =>
            name switch
            {
                "n_train" => train,
                "n_test" => test,
                "unshuffled" => Node.Map.Of(
                    ("train_first", 0),
                    ("train_last", train - 1),
                    ("test_first", train),
                    ("test_last", train + test - 1)
                ),
                _ => throw CaseRun.Unknown(name),
            }
        );
    }

    private static Node.Map ValidationSplit(CaseRun run)
    {
        var rows = run.Params["n"].AsInteger();
        var train = run.Operations.ValidationSplit(
            rows,
            Parameters.Number(run.Params["validation_split"])
        );
        return run.Outputs(name =>
            name switch
            {
                "n_train" => train,
                "n_val" => rows - train,
                "train_last" => train - 1,
                "val_first" => train,
                _ => throw CaseRun.Unknown(name),
            }
        );
    }

    // As scikit-learn tells them apart: 1 is a count, 1.0 and every fraction a share.
    private static SplitSize? Size(Node.Map parameters, string name)
    {
        if (!parameters.TryGet(name, out var node))
        {
            return null;
        }

        var size = Parameters.Number(node);
        return node is Node.Number { WrittenReal: true } || size != Math.Truncate(size)
            ? (SplitSize)size
            : (SplitSize)(int)size;
    }

    private static int? Integer(Node.Map parameters, string name) =>
        parameters.TryGet(name, out var node) ? node.AsInteger() : null;

    private static Node OrNull(Tensor? tensor) => tensor is null ? new Node.Null() : tensor;
}
