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
            "Hardmax" => One(run, Hardmax(run)),
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
            "ArgMax" or "OneHot" or "Hardmax" or "Gemm" or "MatMul" or "SoftmaxCrossEntropyLoss" =>
                null,
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

        var axis = Axes.Of(p.Integer("axis", -1), x.Rank);
        p.Done();
        return Axes.Along(x, axis, moved => run.Operations.Activate(activation, moved));
    }

    private static Tensor ArgMax(CaseRun run)
    {
        var p = new Parameters("ArgMax", run.Params);
        var x = First(run);
        var axis = Axes.Of(p.Integer("axis", 0), x.Rank);
        // The last of equal maxima is the first one from behind.
        var result =
            p.Integer("select_last_index", 0) == 0
                ? run.Operations.ArgMax(x, axis)
                : FromBehind(run.Operations.ArgMax(Reversed(x, axis), axis), x.Shape[axis]);
        int[] kept = [.. x.Shape];
        kept[axis] = 1;
        return p.Integer("keepdims", 1) == 1 ? result.Reshape(kept) : result;
    }

    private static Tensor Reversed(Tensor x, int axis)
    {
        var last = Axes.Permute(x, Axes.ToLast(x.Rank, axis));
        var size = x.Shape[axis];
        int[] places =
        [
            .. Enumerable.Range(0, x.Length).Select(i => i - (2 * (i % size)) + size - 1),
        ];
        return Axes.Permute(
            last.Reshape(x.Length).Gather(places).Reshape([.. last.Shape]),
            Axes.FromLast(x.Rank, axis)
        );
    }

    private static Tensor<long> FromBehind(Tensor places, int size) =>
        Tensor.Create(
            [.. Enumerable.Range(0, places.Length).Select(i => size - 1 - (long)places[i])],
            [.. places.Shape]
        );

    private static Tensor Hardmax(CaseRun run)
    {
        var x = First(run);
        var axis = Axes.Of(new Parameters("Hardmax", run.Params).Integer("axis", -1), x.Rank);
        var moved = Axes.Permute(x, Axes.ToLast(x.Rank, axis));
        var first = run.Operations.ArgMax(moved, x.Rank - 1);
        return InPrecision(
            run,
            Axes.Permute(
                run.Operations.ToCategorical(first.Reshape(first.Length), x.Shape[axis])
                    .Reshape([.. moved.Shape]),
                Axes.FromLast(x.Rank, axis)
            )
        );
    }

    private static Tensor OneHot(CaseRun run)
    {
        var indices = run.Input("indices");
        var depth = run.Inputs["depth"].AsInteger();
        // Negative ones count from the end, and what lies outside is no class: all of its row is off.
        var classes = Array.ConvertAll(
            [.. Enumerable.Range(0, indices.Length)],
            i => (long)(indices[i] < 0 ? indices[i] + depth : indices[i])
        );
        bool IsClass(int i) => classes[i] >= 0 && classes[i] < depth;
        // A last axis of 1 would be dropped: as a vector there is none.
        long[] labels = [.. classes.Select((label, i) => IsClass(i) ? label : 0)];
        var hot = run.Operations.ToCategorical(labels, depth);
        int[] chosen =
        [
            .. Enumerable
                .Range(0, hot.Length)
                .Select(i => IsClass(i / depth) && hot[i] != 0 ? 1 : 0),
        ];
        var rank = indices.Rank + 1;
        var axis = Axes.Of(new Parameters("OneHot", run.Params).Integer("axis", -1), rank);
        return Axes.Permute(
            run.Input("values").Gather(chosen).Reshape([.. indices.Shape, depth]),
            Axes.FromLast(rank, axis)
        );
    }

    // alpha A' B' + beta C. A dense layer has one bias a unit and no factors: where more is asked, product and C of each place are the
    // inputs of a second one, alpha and beta its weights.
    private static Tensor Gemm(CaseRun run)
    {
        var p = new Parameters("Gemm", run.Params);
        var a = InPrecision(run, run.Input("a"));
        var b = InPrecision(run, run.Input("b"));
        a = p.Integer("transA", 0) == 1 ? Axes.Transpose(a) : a;
        b = p.Integer("transB", 0) == 1 ? Axes.Transpose(b) : b;
        var (alpha, beta) = (p.Number("alpha", 1), p.Number("beta", 1));
        int[] shape = [a.Shape[0], b.Shape[1]];
        var c = run.OptionalInput("c") ?? Tensor.Scalar(0f);
        var isBias = c.Rank < 2 || c.Shape[0] == 1;
        if (alpha == 1 && beta == 1 && isBias)
        {
            return Dense(run, a, b, Axes.Broadcast(c.Reshape(c.Length), shape[1]));
        }

        var product = Dense(run, a, b);
        var added = Axes.Broadcast(c, shape);
        double[] pairs =
        [
            .. Enumerable.Range(0, product.Length).SelectMany(i => new[] { product[i], added[i] }),
        ];
        return Dense(
                run,
                Tensor.Create(pairs, product.Length, 2),
                Tensor.Create([alpha, beta], 2, 1)
            )
            .Reshape(shape);
    }

    // A vector stands for a row on the left, and for a column on the right; axes before the last two are batches, each a product.
    private static Tensor MatMul(CaseRun run)
    {
        var (a, b) = (run.Input("a"), run.Input("b"));
        if (a.Length == 0 || a.Rank == 0 || b.Rank == 0)
        {
            throw new InvalidCaseException($"MatMul takes no {a} and {b}.");
        }

        var left = a.Rank == 1 ? a.Reshape(1, a.Length) : a;
        var right = b.Rank == 1 ? b.Reshape(b.Length, 1) : b;
        var (rows, inner, units) = (left.Shape[^2], left.Shape[^1], right.Shape[^1]);
        var batches = Axes.Common([.. left.Shape.SkipLast(2)], [.. right.Shape.SkipLast(2)]);
        var count = batches.Aggregate(1, (product, size) => product * size);
        var lefts = Axes.Broadcast(left, [.. batches, rows, inner]).Reshape(count, rows * inner);
        var rights = Axes.Broadcast(right, [.. batches, right.Shape[^2], units])
            .Reshape(count, right.Shape[^2] * units);
        var products = Enumerable
            .Range(0, count)
            .Select(i =>
                Dense(
                    run,
                    lefts.Slice(i, i + 1).Reshape(rows, inner),
                    rights.Slice(i, i + 1).Reshape(right.Shape[^2], units)
                )
            );
        int[] shape =
        [
            .. batches,
            .. a.Rank == 1 ? (int[])[] : [rows],
            .. b.Rank == 1 ? (int[])[] : [units],
        ];
        return InPrecision(
            run,
            Tensor.Create(
                [.. products.SelectMany(product => product.ToFloat64().Values.ToArray())],
                shape
            )
        );
    }

    private static Tensor Dense(CaseRun run, Tensor x, Tensor kernel, Tensor? bias = null) =>
        run.Operations.DenseForward(
            new Activation.Linear(),
            InPrecision(run, x),
            InPrecision(run, kernel),
            InPrecision(run, bias ?? new double[kernel.Shape[1]])
        );

    // Classes lie along axis 1; what lies along those behind it are rows too.
    private static Node.Map CrossEntropy(CaseRun run)
    {
        var p = new Parameters("SoftmaxCrossEntropyLoss", run.Params);
        var x = run.Input("x");
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
        if (x.Rank < 2)
        {
            throw new InvalidCaseException($"{run.Case.Op} takes rows of classes, not {x}.");
        }

        var moved = Axes.Permute(x, Axes.ToLast(x.Rank, 1));
        var logits = InPrecision(run, moved.Reshape(y.Length, x.Shape[1]));
        var classes = run.OptionalInput("w");
        // An ignored row weighs nothing; its label may lie outside the classes and is replaced by one that does not.
        var rows = Enumerable.Range(0, y.Length).ToArray();
        var labels = Array.ConvertAll(rows, i => y[i] == ignored ? 0 : (long)y[i]);
        var weights = Array.ConvertAll(rows, i => y[i] == ignored ? 0 : OfClass(y[i]));
        return run.Outputs(name =>
            name switch
            {
                "log_prob" => Axes.Permute(
                    run.Operations.Activate(new Activation.LogSoftmax(), logits)
                        .Reshape([.. moved.Shape]),
                    Axes.FromLast(x.Rank, 1)
                ),
                _ => Shaped(
                    run.Operations.Loss(
                        new SparseCategoricalCrossentropy(FromLogits: true, Reduction: reduction),
                        labels,
                        logits,
                        InPrecision(run, weights)
                    )
                ),
            }
        );

        Tensor Shaped(Tensor loss) =>
            reduction == Reduction.None ? loss.Reshape([.. y.Shape]) : loss;

        double OfClass(double label) =>
            classes is null ? 1
            : label >= 0 && label < classes.Length ? classes[(int)label]
            : throw new InvalidCaseException(
                $"Label {label} has no weight; there are {classes.Length}."
            );
    }
}
