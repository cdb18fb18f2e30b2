using Mlp.Losses;

namespace Mlp.Conformance;

/// <summary>
/// Operators of ONNX, as far as the operations of this library express them by moving data alone. Source: onnx.ai/onnx/operators.
/// </summary>
public static class Onnx
{
    private static readonly Dictionary<string, Func<Parameters, Activation>> Activations = new()
    {
        ["Relu"] = _ => new Activation.Relu(),
        ["LeakyRelu"] = p => new Activation.LeakyRelu(p.Number("alpha", 0.01)),
        ["Elu"] = p => new Activation.Elu(p.Number("alpha", 1)),
        ["Selu"] = p => new Activation.Selu(
            p.Number("alpha", 1.67326319217681884765625),
            p.Number("gamma", 1.05070102214813232421875)
        ),
        ["Gelu"] = p => new Activation.Gelu(p.Text("approximate", "none") == "tanh"),
        ["Sigmoid"] = _ => new Activation.Sigmoid(),
        ["Tanh"] = _ => new Activation.Tanh(),
        ["Softplus"] = _ => new Activation.Softplus(),
        ["Softmax"] = _ => new Activation.Softmax(),
        ["LogSoftmax"] = _ => new Activation.LogSoftmax(),
    };

    /// <summary>What the backends of this repository decline: operators, or uses of them, that the library does not have.</summary>
    public static Decline Decline { get; } =
        new(
            DeclineKind.Unsupported,
            "An ONNX operator, or a use of one, that cannot be expressed by this library's operations."
        )
        {
            Family = "onnx",
            Where = IsDeclined,
        };

    internal static Node.Map Run(CaseRun run)
    {
        if (WhyNot(run.Case) is { } reason)
        {
            throw new NotSupportedException(reason);
        }

        return run.Case.Op switch
        {
            "ArgMax" => One(run, ArgMax(run)),
            "OneHot" => One(run, OneHot(run)),
            "Gemm" => One(run, Gemm(run)),
            "MatMul" => One(run, MatMul(run)),
            "SoftmaxCrossEntropyLoss" => CrossEntropy(run),
            _ => One(run, Activate(run)),
        };
    }

    private static bool IsDeclined(Case value)
    {
        try
        {
            return WhyNot(value) is not null;
        }
        // What is no case is not declined: running it says what is wrong with it.
        catch (InvalidCaseException)
        {
            return false;
        }
    }

    // The one place that knows what is not expressible: the runner throws it, and the decline is it.
    private static string? WhyNot(Case value)
    {
        var p = new Parameters(value.Op, value.Params);
        return value.Op switch
        {
            "Gelu" when p.Text("approximate", "none") is not ("none" or "tanh") =>
                "Gelu is exact or approximated by tanh.",
            "ArgMax" when p.Integer("select_last_index", 0) != 0 =>
                "The first of equal maxima is taken, never the last.",
            "OneHot" when !Fits(value) => "Indices must lie within the depth, and not be negative.",
            "Gemm" when p.Number("alpha", 1) != 1 || p.Number("beta", 1) != 1 =>
                "A dense layer has no factors alpha and beta.",
            "Gemm"
                when value.Inputs.TryGet("c", out var c)
                    && c.AsTensor() is { Rank: 2 } matrix
                    && matrix.Shape[0] != 1 =>
                "A dense layer has one bias a unit, not one a value.",
            "MatMul" when value.Inputs["b"].AsTensor().Rank > 2 =>
                "A dense layer has one kernel, not one a batch.",
            "SoftmaxCrossEntropyLoss" when value.Inputs["x"].AsTensor().Rank != 2 =>
                "Losses take [rows, classes] only.",
            "ArgMax" or "OneHot" or "Gemm" or "MatMul" or "SoftmaxCrossEntropyLoss" => null,
            _ => Activations.ContainsKey(value.Op)
                ? null
                : $"Operator '{value.Op}' is none of this library.",
        };
    }

    private static Node.Map One(CaseRun run, Node output) => run.Outputs(_ => output);

    // Tests call their first input by whatever name.
    private static Tensor First(CaseRun run) =>
        run.Inputs.Entries.Count > 0
            ? run.Inputs.Entries[0].Value.AsTensor()
            : throw new InvalidCaseException($"{run.Case.Op} needs an input; there is none.");

    private static Tensor InPrecision(CaseRun run, Tensor tensor) => tensor.To(run.Precision);

    private static Tensor Activate(CaseRun run)
    {
        var p = new Parameters(run.Case.Op, run.Params);
        var activation = Activations[run.Case.Op](p);
        var x = InPrecision(run, First(run));
        if (activation is not (Activation.Softmax or Activation.LogSoftmax))
        {
            p.Done();
            return run.Operations.Activate(activation, x);
        }

        var axis = Axis(p.Integer("axis", -1), x.Rank);
        p.Done();
        var moved = Axes.Permute(x, Axes.ToLast(x.Rank, axis));
        return Axes.Permute(
            run.Operations.Activate(activation, moved),
            Axes.FromLast(x.Rank, axis)
        );
    }

    private static Tensor ArgMax(CaseRun run)
    {
        var p = new Parameters("ArgMax", run.Params);
        var x = First(run);
        var axis = Axis(p.Integer("axis", 0), x.Rank);
        var result = run.Operations.ArgMax(x, axis);
        int[] kept = [.. x.Shape];
        kept[axis] = 1;
        return p.Integer("keepdims", 1) == 1 ? result.Reshape(kept) : result;
    }

    private static bool Fits(Case value)
    {
        var indices = value.Inputs["indices"].AsTensor();
        var depth = value.Inputs["depth"].AsNumber();
        return Enumerable.Range(0, indices.Length).All(i => indices[i] >= 0 && indices[i] < depth);
    }

    private static Tensor OneHot(CaseRun run)
    {
        var indices = run.Input("indices");
        var depth = run.Inputs["depth"].AsInteger();
        // A last axis of 1 would be dropped: as a vector there is none.
        var hot = run.Operations.ToCategorical(indices.Reshape(indices.Length), depth);
        int[] chosen = [.. Enumerable.Range(0, hot.Length).Select(i => hot[i] != 0 ? 1 : 0)];
        var rank = indices.Rank + 1;
        var axis = Axis(new Parameters("OneHot", run.Params).Integer("axis", -1), rank);
        return Axes.Permute(
            run.Input("values").Gather(chosen).Reshape([.. indices.Shape, depth]),
            Axes.FromLast(rank, axis)
        );
    }

    private static Tensor Gemm(CaseRun run)
    {
        var p = new Parameters("Gemm", run.Params);
        var a = InPrecision(run, run.Input("a"));
        var b = InPrecision(run, run.Input("b"));
        a = p.Integer("transA", 0) == 1 ? Axes.Transpose(a) : a;
        b = p.Integer("transB", 0) == 1 ? Axes.Transpose(b) : b;
        var units = b.Shape[1];
        var bias = run.OptionalInput("c") is { } c
            ? InPrecision(run, c)
                .Reshape(c.Length)
                .Gather([.. Enumerable.Range(0, units).Select(i => c.Length == 1 ? 0 : i)])
            : Zeros(run, units);
        return run.Operations.DenseForward(new Activation.Linear(), a, b, bias);
    }

    private static Tensor MatMul(CaseRun run)
    {
        var a = InPrecision(run, run.Input("a"));
        var b = InPrecision(run, run.Input("b"));
        if (a.Length == 0 || a.Rank == 0 || b.Rank == 0)
        {
            throw new InvalidCaseException($"MatMul takes no {a} and {b}.");
        }

        var (inner, units) = (a.Shape[^1], b.Rank == 2 ? b.Shape[1] : 1);
        var product = run.Operations.DenseForward(
            new Activation.Linear(),
            a.Reshape(a.Length / inner, inner),
            b.Reshape(b.Shape[0], units),
            Zeros(run, units)
        );
        int[] shape = [.. a.Shape.SkipLast(1), .. b.Shape.Skip(1)];
        return product.Reshape(shape);
    }

    private static Node.Map CrossEntropy(CaseRun run)
    {
        var p = new Parameters("SoftmaxCrossEntropyLoss", run.Params);
        var x = InPrecision(run, run.Input("x"));
        var y = run.Input("y");
        var ignored = p.Integer("ignore_index");
        var reduction = p.Text("reduction", "mean") switch
        {
            "none" => Reduction.None,
            "sum" => Reduction.Sum,
            "mean" => Reduction.MeanWithSampleWeight,
            var other => throw new NotSupportedException($"Reduction '{other}' is not supported."),
        };
        p.Done();
        var classes = run.OptionalInput("w");
        // An ignored row weighs nothing; its label may lie outside the classes and is replaced by one that does not.
        var rows = Enumerable.Range(0, y.Length).ToArray();
        var labels = Array.ConvertAll(rows, i => y[i] == ignored ? 0 : (long)y[i]);
        var weights = Array.ConvertAll(rows, i => y[i] == ignored ? 0 : OfClass(y[i]));
        return run.Outputs(name =>
            name switch
            {
                "log_prob" => run.Operations.Activate(new Activation.LogSoftmax(), x),
                _ => run.Operations.Loss(
                    new SparseCategoricalCrossentropy(FromLogits: true, Reduction: reduction),
                    labels,
                    x,
                    InPrecision(run, weights)
                ),
            }
        );

        double OfClass(double label) =>
            classes is null ? 1
            : label >= 0 && label < classes.Length ? classes[(int)label]
            : throw new InvalidCaseException(
                $"Label {label} has no weight; there are {classes.Length}."
            );
    }

    private static Tensor Zeros(CaseRun run, int count) => InPrecision(run, new double[count]);

    private static int Axis(int axis, int rank) =>
        axis >= -rank && axis < rank
            ? axis < 0
                ? axis + rank
                : axis
            : throw new InvalidCaseException(
                $"Axis {axis} was given; axes are {-rank} to {rank - 1}."
            );
}
