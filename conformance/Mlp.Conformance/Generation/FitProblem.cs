using System.Globalization;
using static Mlp.Conformance.Generation.Golden;

namespace Mlp.Conformance.Generation;

/// <summary>A whole training of a tiny net: what <c>fit</c> and <c>history</c> share.</summary>
internal sealed record FitProblem
{
    /// <summary>What is special, the last part of the case id.</summary>
    public required string Name { get; init; }

    /// <summary>Why it exists.</summary>
    public string? Notes { get; init; }

    /// <summary>Words for rules.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether rows, labels and weights are small whole numbers, so that a step may be exact.</summary>
    public bool Whole { get; init; }

    /// <summary>Whether rows are bytes, as images are.</summary>
    public bool Bytes { get; init; }

    /// <summary>Whether biases start at 0 and every third row is all 0, so that a first layer starts at exactly 0 there.</summary>
    public bool StartsAtZero { get; init; }

    /// <summary>The type trained in.</summary>
    public ElementType Type { get; init; } = ElementType.Float32;

    /// <summary>Training rows.</summary>
    public int Rows { get; init; } = 11;

    /// <summary>Inputs of the net.</summary>
    public int Inputs { get; init; } = 4;

    /// <summary>Dense layers.</summary>
    public IReadOnlyList<(int Units, string Activation)> Layers { get; init; } =
    [(5, "relu"), (3, "softmax")];

    /// <summary>Name of the loss. It says what labels are drawn.</summary>
    public string Loss { get; init; } = LossProblems.Sparse;

    /// <summary>Parameters of the loss.</summary>
    public Node.Map LossParams { get; init; } = Node.Map.Empty;

    /// <summary>Labels <c>[n]</c> against one output, or <c>[n, 1]</c> classes, in place of the usual shape.</summary>
    public bool OtherLabelShape { get; init; }

    /// <summary>Name and parameters of the optimizer.</summary>
    public (string Name, Node.Map Params) Optimizer { get; init; } =
        ("SGD", Node.Map.Of(("learning_rate", 0.125)));

    /// <summary>Metrics without weights.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = ["accuracy"];

    /// <summary>Metrics with weights.</summary>
    public IReadOnlyList<string> WeightedMetrics { get; init; } = [];

    /// <summary>Rows a step; null for Keras' default, 32.</summary>
    public int? Batch { get; init; } = 4;

    /// <summary>Passes over the rows.</summary>
    public int Epochs { get; init; } = 3;

    /// <summary>Weight of each class.</summary>
    public IReadOnlyList<(int Class, double Weight)> ClassWeight { get; init; } = [];

    /// <summary>Weights of the training rows.</summary>
    public Func<Draw, Tensor>? SampleWeight { get; init; }

    /// <summary>Rows given to validate on; 0 for none.</summary>
    public int ValidationRows { get; init; }

    /// <summary>Whether those rows have weights.</summary>
    public bool ValidationWeighted { get; init; }

    /// <summary>Rows a batch of validation, where it differs.</summary>
    public int? ValidationBatch { get; init; }

    /// <summary>Share of the training rows that validates.</summary>
    public double? ValidationSplit { get; init; }

    /// <summary>The case in a family; <paramref name="wanted"/> or everything a fit gives.</summary>
    public Case Case(string family, string op, Node.Map? wanted = null) =>
        Golden.Case(
            family,
            op,
            Name,
            wanted ?? Wanted(Outputs()),
            Draw,
            Params(),
            Type,
            Notes,
            Tags
        );

    private IEnumerable<string> Outputs()
    {
        yield return "history";
        yield return "first_epoch_batch_logs";
        yield return "evaluate_unweighted";
        if (SampleWeight is not null)
        {
            yield return "evaluate_weighted";
        }

        yield return "predict";
        yield return "final_weights";
    }

    private Node.Map Params()
    {
        var fit = Node.Map.Of(
            ("batch_size", Batch is { } batch ? batch : new Node.Null()),
            ("epochs", Epochs),
            ("shuffle", false)
        );
        if (ClassWeight.Count > 0)
        {
            fit = fit.With(
                (
                    "class_weight",
                    Node.Map.Of(
                        ClassWeight.Select(entry =>
                            (entry.Class.ToString(CultureInfo.InvariantCulture), (Node)entry.Weight)
                        )
                    )
                )
            );
        }

        fit = ValidationSplit is { } share ? fit.With(("validation_split", share)) : fit;
        fit = ValidationBatch is { } rows ? fit.With(("validation_batch_size", rows)) : fit;
        return Node.Map.Of(
            ("input_dim", Inputs),
            ("layers", LayerList(Layers)),
            ("loss", Node.Map.Of(("name", Loss), ("params", LossParams))),
            ("optimizer", Node.Map.Of(("name", Optimizer.Name), ("params", Optimizer.Params))),
            ("metrics", Texts(Metrics)),
            ("weighted_metrics", Texts(WeightedMetrics)),
            ("fit", fit)
        );
    }

    /// <summary>Layers as cases write them.</summary>
    public static Node LayerList(IEnumerable<(int Units, string Activation)> layers) =>
        new Node.List([
            .. layers.Select(layer =>
                (Node)Node.Map.Of(("units", layer.Units), ("activation", layer.Activation))
            ),
        ]);

    /// <summary>Kernels of deviation 1/sqrt(inputs), which keeps outputs near the size of inputs, and small biases.</summary>
    public static Node Weights(
        Draw d,
        int inputs,
        IEnumerable<(int Units, string Activation)> layers
    )
    {
        var weights = new List<Node>();
        foreach (var (units, _) in layers)
        {
            weights.Add(d.Normal(1 / Math.Sqrt(inputs), inputs, units));
            weights.Add(d.Normal(0.125, units));
            inputs = units;
        }

        return new Node.List(weights);
    }

    private Node.Map Draw(Draw d)
    {
        var inputs = Node.Map.Of(
            ("x", X(d)),
            ("y", Whole ? d.Whole(-4, 4, Rows, Layers[^1].Units) : Labels(d, Rows)),
            ("initial_weights", InitialWeights(d))
        );
        inputs = SampleWeight is null ? inputs : inputs.With(("sample_weight", SampleWeight(d)));
        if (ValidationRows == 0)
        {
            return inputs;
        }

        var validation = Node.Map.Of(
            ("x", d.Normal(1, ValidationRows, Inputs)),
            ("y", Labels(d, ValidationRows))
        );
        return inputs.With(
            (
                "validation",
                ValidationWeighted
                    ? validation.With(("sample_weight", d.Weights(ValidationRows)))
                    : validation
            )
        );
    }

    private Tensor X(Draw d)
    {
        if (Bytes)
        {
            return Tensor.Create(
                [.. Enumerable.Range(0, Rows * Inputs).Select(_ => (byte)d.Integer(0, 255))],
                Rows,
                Inputs
            );
        }

        var x = Whole ? d.Whole(-4, 4, Rows, Inputs) : d.Normal(1, Rows, Inputs);
        return StartsAtZero
            ? d.Of(
                [.. Enumerable.Range(0, x.Length).Select(i => i / Inputs % 3 == 0 ? 0 : x[i])],
                Rows,
                Inputs
            )
            : x;
    }

    private Node InitialWeights(Draw d)
    {
        var weights = Whole ? WholeWeights(d) : Weights(d, Inputs, Layers);
        return StartsAtZero
            ? new Node.List([
                .. weights
                    .AsList()
                    .Select(node => node.AsTensor())
                    .Select(tensor =>
                        (Node)(tensor.Rank == 1 ? d.Vector(new double[tensor.Length]) : tensor)
                    ),
            ])
            : weights;
    }

    private Node.List WholeWeights(Draw d)
    {
        var weights = new List<Node>();
        var inputs = Inputs;
        foreach (var (units, _) in Layers)
        {
            weights.Add(d.Whole(-2, 2, inputs, units));
            weights.Add(d.Whole(-2, 2, units));
            inputs = units;
        }

        return new(weights);
    }

    private Tensor Labels(Draw d, int rows)
    {
        var outputs = Layers[^1].Units;
        return Loss switch
        {
            LossProblems.Sparse when OtherLabelShape => d.Labels(outputs, rows, 1),
            LossProblems.Sparse => d.Labels(outputs, rows),
            LossProblems.Categorical => d.OneHot(rows, outputs),
            LossProblems.Binary when OtherLabelShape => d.Whole(0, 1, rows),
            LossProblems.Binary => d.Whole(0, 1, rows, outputs),
            _ when OtherLabelShape => d.Normal(1, rows),
            _ => d.Normal(1, rows, outputs),
        };
    }
}
