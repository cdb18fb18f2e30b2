namespace Mlp.Conformance;

/// <summary>Activations, dense layers, and predictions of whole nets.</summary>
internal static class LayerRuns
{
    public static Node.Map Activate(CaseRun run)
    {
        var (activation, axis) = SpecReader.ActivationAlong(run.Case.Op, run.Params);
        var x = run.Floating("x");
        return run.Outputs(name =>
            name switch
            {
                "y" => Along(moved => run.Operations.Activate(activation, moved)),
                "grad_x" => Along(moved =>
                    run.Operations.ActivateGradient(
                        activation,
                        moved,
                        Moved(run.Floating("upstream"))
                    )
                ),
                _ => throw CaseRun.Unknown(name),
            }
        );

        Tensor Along(Func<Tensor, Tensor> operation) =>
            axis is { } given ? Axes.Along(x, Axes.Of(given, x.Rank), operation) : operation(x);

        Tensor Moved(Tensor upstream) =>
            axis is { } given
                ? Axes.Permute(upstream, Axes.ToLast(x.Rank, Axes.Of(given, x.Rank)))
                : upstream;
    }

    public static Node.Map Dense(CaseRun run)
    {
        var activation = SpecReader.Activation(
            run.Params.TryGet("activation", out var node) ? node : null
        );
        var (x, kernel, bias) = (run.Floating("x"), run.Floating("kernel"), run.Floating("bias"));
        var gradients = new Lazy<DenseGradients>(() =>
            run.Operations.DenseBackward(activation, x, kernel, bias, run.Floating("upstream"))
        );
        return run.Outputs(name =>
            name switch
            {
                "y" => run.Operations.DenseForward(activation, x, kernel, bias),
                "grad_x" => gradients.Value.X,
                "grad_kernel" => gradients.Value.Kernel,
                "grad_bias" => gradients.Value.Bias,
                _ => throw CaseRun.Unknown(name),
            }
        );
    }

    public static Node.Map Predict(CaseRun run)
    {
        // Loss and optimizer play no part; any pair that goes behind every output will do.
        using var model = run.Backend.Compile(
            SpecReader.Model(run.Params),
            new("mse", "sgd") { Precision = run.Precision },
            run.Variables(run.Inputs["weights"])
        );
        var x = run.Input("x");
        var predictions = model.Predict(x.Type == ElementType.UInt8 ? x : run.Floating("x"));
        return run.Outputs(name =>
            name switch
            {
                "predict" => predictions,
                "classes" => Classes(run, predictions),
                _ => throw CaseRun.Unknown(name),
            }
        );
    }

    // For a backend without operations; of numbers, as predictions are.
    private static Tensor FirstLargest(Tensor predictions)
    {
        var classes = new long[predictions.Rows];
        for (var row = 0; row < classes.Length; row++)
        {
            for (var i = 1; i < predictions.RowLength; i++)
            {
                var first = row * predictions.RowLength;
                if (predictions[first + i] > predictions[first + (int)classes[row]])
                {
                    classes[row] = i;
                }
            }
        }

        return classes;
    }

    // One output is class 1 above one half, several are the class of the largest.
    private static Tensor Classes(CaseRun run, Tensor predictions) =>
        predictions.RowLength > 1
            ? run.Backend.Operations?.ArgMax(predictions) ?? FirstLargest(predictions)
            : Enumerable
                .Range(0, predictions.Rows)
                .Select(row => predictions[row] > 0.5 ? 1L : 0)
                .ToArray();
}
