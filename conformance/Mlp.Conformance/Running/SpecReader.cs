using System.Globalization;
using Mlp.Losses;
using Mlp.Metrics;
using Mlp.Optimizers;

namespace Mlp.Conformance;

/// <summary>
/// What a case names, as the records of <c>Mlp</c>. Unknown names and parameters are a <see cref="NotSupportedException"/>
/// (another library may have them); values that a record refuses, an <see cref="ArgumentException"/>; missing or ill-typed
/// ones, an <see cref="InvalidCaseException"/>.
/// </summary>
public static class SpecReader
{
    private static readonly Dictionary<string, Reduction> Reductions = new()
    {
        ["sum_over_batch_size"] = Losses.Reduction.SumOverBatchSize,
        ["sum"] = Losses.Reduction.Sum,
        ["none"] = Losses.Reduction.None,
        ["mean_with_sample_weight"] = Losses.Reduction.MeanWithSampleWeight,
    };

    /// <summary>The reduction of that Keras name.</summary>
    public static Reduction Reduction(string name) => Known("reduction", name, Reductions);

    /// <summary>A loss by its Keras name: from_logits, label_smoothing, ignore_class, reduction.</summary>
    public static Loss Loss(string name, Node.Map parameters)
    {
        var p = new Parameters($"loss '{name}'", parameters);
        var reduction = Reduction(p.Text("reduction", "sum_over_batch_size"));
        Loss loss = Supported("loss", () => Losses.Loss.Parse(name)) switch
        {
            SparseCategoricalCrossentropy => new SparseCategoricalCrossentropy(
                p.Flag("from_logits"),
                p.Integer("ignore_class")
            ),
            CategoricalCrossentropy => new CategoricalCrossentropy(
                p.Flag("from_logits"),
                p.Number("label_smoothing", 0)
            ),
            BinaryCrossentropy => new BinaryCrossentropy(
                p.Flag("from_logits"),
                p.Number("label_smoothing", 0)
            ),
            var plain => plain,
        };
        p.Done();
        return loss with { Reduction = reduction };
    }

    /// <summary>A loss as <c>"mse"</c> or <c>{"name", "params"}</c>.</summary>
    public static Loss Loss(Node node)
    {
        var (name, parameters) = Named(node);
        return Loss(name, parameters);
    }

    /// <summary>A metric by its Keras name: threshold, k; logged under the name given.</summary>
    public static Metric Metric(string name, Node.Map parameters)
    {
        var p = new Parameters($"metric '{name}'", parameters);
        var metric = Supported("metric", () => Metrics.Metric.Parse(name)) switch
        {
            BinaryAccuracy binary => binary with { Threshold = p.Number("threshold", 0.5) },
            TopKCategoricalAccuracy top => top with { K = p.Integer("k", 5) },
            SparseTopKCategoricalAccuracy top => top with { K = p.Integer("k", 5) },
            var plain => plain,
        };
        p.Done();
        return metric;
    }

    /// <summary>A metric as <c>"mae"</c> or <c>{"name", "params"}</c>.</summary>
    public static Metric Metric(Node node)
    {
        var (name, parameters) = Named(node);
        return Metric(name, parameters);
    }

    /// <summary>An optimizer by its Keras name, with its parameters and those of all: learning_rate (a number or a schedule), weight_decay, clipnorm, global_clipnorm, clipvalue.</summary>
    public static Optimizer Optimizer(string name, Node.Map parameters)
    {
        var p = new Parameters($"optimizer '{name}'", parameters);
        var standard = Supported("optimizer", () => Optimizers.Optimizer.Parse(name));
        var rate = p.Find("learning_rate") is { } node ? LearningRate(node) : standard.LearningRate;
        Optimizer optimizer = standard switch
        {
            Sgd => new Sgd(rate, p.Number("momentum", 0), p.Flag("nesterov")),
            Adam => new Adam(
                rate,
                p.Number("beta_1", 0.9),
                p.Number("beta_2", 0.999),
                p.Number("epsilon", 1e-7)
            ),
            RmsProp => new RmsProp(
                rate,
                p.Number("rho", 0.9),
                p.Number("momentum", 0),
                p.Number("epsilon", 1e-7),
                p.Flag("centered")
            ),
            var other => throw new NotSupportedException($"Optimizer {other} is not supported."),
        };
        optimizer = optimizer with
        {
            WeightDecay = p.Number("weight_decay"),
            ClipNorm = p.Number("clipnorm"),
            GlobalClipNorm = p.Number("global_clipnorm"),
            ClipValue = p.Number("clipvalue"),
        };
        p.Done();
        return optimizer;
    }

    /// <summary>An optimizer as <c>"sgd"</c> or <c>{"name", "params"}</c>.</summary>
    public static Optimizer Optimizer(Node node)
    {
        var (name, parameters) = Named(node);
        return Optimizer(name, parameters);
    }

    /// <summary>A rate as a number or <c>{"schedule", ...}</c>.</summary>
    public static LearningRate LearningRate(Node node) =>
        node is Node.Map map
            ? LearningRate(map["schedule"].AsText(), Without(map, "schedule"))
            : Parameters.Number(node);

    /// <summary>A schedule by its Keras name.</summary>
    public static LearningRate LearningRate(string schedule, Node.Map parameters)
    {
        var p = new Parameters($"schedule '{schedule}'", parameters);
        LearningRate rate = schedule switch
        {
            "ExponentialDecay" => new ExponentialDecay(
                p.RequiredNumber("initial_learning_rate"),
                p.RequiredNumber("decay_steps"),
                p.RequiredNumber("decay_rate"),
                p.Flag("staircase")
            ),
            "PiecewiseConstantDecay" => new PiecewiseConstantDecay(
                p.RequiredNumbers("boundaries"),
                p.RequiredNumbers("values")
            ),
            "PolynomialDecay" => new PolynomialDecay(
                p.RequiredNumber("initial_learning_rate"),
                p.RequiredNumber("decay_steps"),
                p.Number("end_learning_rate", 0.0001),
                p.Number("power", 1),
                p.Flag("cycle")
            ),
            "InverseTimeDecay" => new InverseTimeDecay(
                p.RequiredNumber("initial_learning_rate"),
                p.RequiredNumber("decay_steps"),
                p.RequiredNumber("decay_rate"),
                p.Flag("staircase")
            ),
            "CosineDecay" => new CosineDecay(
                p.RequiredNumber("initial_learning_rate"),
                p.RequiredNumber("decay_steps"),
                p.Number("alpha", 0),
                p.Number("warmup_target"),
                p.Number("warmup_steps", 0)
            ),
            _ => throw new NotSupportedException(
                $"Schedule '{schedule}' is not supported; known: ExponentialDecay, PiecewiseConstantDecay, PolynomialDecay, InverseTimeDecay, CosineDecay."
            ),
        };
        p.Done();
        return rate;
    }

    /// <summary>An activation by its Keras name: negative_slope, alpha, approximate.</summary>
    public static Activation Activation(string name, Node.Map parameters)
    {
        var p = new Parameters($"activation '{name}'", parameters);
        var activation = Supported("activation", () => Mlp.Activation.Parse(name)) switch
        {
            Activation.LeakyRelu leaky => leaky with
            {
                Slope = p.Number("negative_slope", leaky.Slope),
            },
            Activation.Elu elu => elu with { Alpha = p.Number("alpha", elu.Alpha) },
            Activation.Gelu gelu => gelu with { Approximate = p.Flag("approximate") },
            var plain => plain,
        };
        p.Done();
        return activation;
    }

    /// <summary>The same, and the axis that a softmax works along, by moving it to the end; null for the last one.</summary>
    public static (Activation Activation, int? Axis) ActivationAlong(
        string name,
        Node.Map parameters
    ) =>
        name is "softmax" or "log_softmax"
        && parameters.TryGet("axis", out var axis)
        && axis is not Node.Null
            ? (Activation(name, Without(parameters, "axis")), axis.AsInteger())
            : (Activation(name, parameters), null);

    /// <summary>An activation as <c>"relu"</c> or <c>{"name", ...}</c>; linear for null.</summary>
    public static Activation Activation(Node? node) =>
        node switch
        {
            null or Node.Null => new Activation.Linear(),
            Node.Map map => Activation(map["name"].AsText(), Without(map, "name")),
            _ => Activation(node.AsText(), Node.Map.Empty),
        };

    /// <summary>A model from <c>input_dim</c> (a size, or a list of them, which is flattened) and <c>layers</c> (units, activation).</summary>
    public static ModelSpec Model(Node.Map parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var size = parameters["input_dim"];
        LayerSpec[] head = size is Node.List sizes
            ? [new Input([.. sizes.Items.Select(item => item.AsInteger())]), new Flatten()]
            : [new Input(size.AsInteger())];
        return new([.. head, .. parameters["layers"].AsList().Select(Layer)]);
    }

    /// <summary>How a model is compiled, from <c>loss</c>, <c>optimizer</c>, <c>metrics</c> and <c>weighted_metrics</c>.</summary>
    public static CompileSpec Compile(Node.Map parameters, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return new(
            Loss(parameters["loss"]),
            parameters.TryGet("optimizer", out var optimizer) ? Optimizer(optimizer) : new Sgd()
        )
        {
            Metrics = MetricList(parameters, "metrics"),
            WeightedMetrics = MetricList(parameters, "weighted_metrics"),
            Precision = precision,
        };
    }

    /// <summary>How a model is trained, from <c>batch_size</c> (32 unless given), <c>epochs</c>, <c>class_weight</c>, <c>validation_split</c> and <c>validation_batch_size</c>.</summary>
    public static FitSpec Fit(Node.Map parameters)
    {
        var p = new Parameters("fit", parameters);
        var fit = new FitSpec
        {
            BatchSize = p.Integer("batch_size", 32),
            Epochs = p.Integer("epochs", 1),
            ValidationSplit = p.Number("validation_split", 0),
            ValidationBatchSize = p.Integer("validation_batch_size"),
            ClassWeight = p.Find("class_weight") is { } weights
                ? ClassWeight(weights.AsMap())
                : null,
        };
        if (p.Flag("shuffle"))
        {
            throw new NotSupportedException(
                "shuffle is true; the order of rows must be the one given, for results to be comparable."
            );
        }

        p.Done();
        return fit;
    }

    /// <summary>The weight of each class, from a map of labels to weights.</summary>
    public static IReadOnlyDictionary<int, double> ClassWeight(Node.Map weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Entries.ToDictionary(
            entry =>
                int.TryParse(
                    entry.Key,
                    NumberStyles.AllowLeadingSign,
                    CultureInfo.InvariantCulture,
                    out var label
                )
                    ? label
                    : throw new InvalidCaseException(
                        $"class_weight has '{entry.Key}'; its names are class labels."
                    ),
            entry => Parameters.Number(entry.Value)
        );
    }

    private static Dense Layer(Node node)
    {
        var p = new Parameters("layer", node.AsMap());
        var units = p.Integer("units") ?? throw new InvalidCaseException("A layer needs 'units'.");
        var layer = new Dense(units, Activation(p.Find("activation")));
        p.Done();
        return layer;
    }

    private static IReadOnlyList<Metric> MetricList(Node.Map parameters, string name) =>
        parameters.TryGet(name, out var list) ? [.. list.AsList().Select(Metric)] : [];

    private static Node.Map Without(Node.Map map, string name) =>
        new([.. map.Entries.Where(entry => entry.Key != name)]);

    private static (string Name, Node.Map Parameters) Named(Node node) =>
        node is Node.Map map
            ? (
                map["name"].AsText(),
                map.TryGet("params", out var parameters) ? parameters.AsMap() : Node.Map.Empty
            )
            : (node.AsText(), Node.Map.Empty);

    private static T Known<T>(string what, string name, Dictionary<string, T> known) =>
        Supported(what, () => Names.Find(what, name, known));

    // An unknown name is no bad argument of the backend: another library may well have it.
    private static T Supported<T>(string what, Func<T> find)
    {
        try
        {
            return find();
        }
        catch (ArgumentException unknown)
        {
            throw new NotSupportedException(
                $"This {what} is not supported: {unknown.Message}",
                unknown
            );
        }
    }
}
