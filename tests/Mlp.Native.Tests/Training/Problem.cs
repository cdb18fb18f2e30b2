using Mlp.Losses;
using Mlp.Optimizers;

namespace Mlp.Native.Tests;

/// <summary>A model, its first weights and rows to train it on.</summary>
internal sealed record Problem(ModelSpec Model, CompileSpec Compile, Weights Weights, Samples Rows)
{
    /// <summary>A classification, small unless told otherwise.</summary>
    public static Problem Classes(
        Precision precision = Precision.Float32,
        int rows = 33,
        int inputs = 7,
        int[]? hidden = null,
        string activation = "relu",
        Optimizer? optimizer = null,
        int classes = 3
    )
    {
        LayerSpec[] layers =
        [
            new Input(inputs),
            .. (hidden ?? [17]).Select(units => new Dense(units, activation)),
            new Dense(classes, "softmax"),
        ];
        var model = new ModelSpec(layers);
        var draw = new Draw(7);
        var compile = new CompileSpec("sparse_categorical_crossentropy", optimizer ?? new Sgd(0.1))
        {
            Metrics = ["accuracy"],
            Precision = precision,
        };
        return new(
            model,
            compile,
            draw.Weights(model, precision),
            new(draw.Values(precision, rows, inputs), draw.Classes(classes, rows))
        );
    }

    /// <summary>The same, trained by another optimizer.</summary>
    public Problem With(Optimizer optimizer) =>
        this with
        {
            Compile = Compile with { Optimizer = optimizer },
        };

    /// <summary>The same with another loss.</summary>
    public Problem With(Loss loss) => this with { Compile = Compile with { Loss = loss } };

    /// <summary>The model, compiled.</summary>
    public IModel Start(CpuBackend? backend = null) =>
        (backend ?? new CpuBackend()).Compile(Model, Compile, Weights);
}
