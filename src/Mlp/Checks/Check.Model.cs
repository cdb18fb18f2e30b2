using Mlp.Losses;

namespace Mlp;

// What a model is compiled, trained, evaluated and fed with.
public static partial class Check
{
    /// <summary>Weights that fit the model, a loss that can be trained, metric keys that differ.</summary>
    public static void Compile(ModelSpec model, CompileSpec compile, Weights weights)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(compile);
        if (model.OutputShape.Count != 1)
        {
            throw new ArgumentException(
                $"The model's output has shape {Format(model.OutputShape)}; end it with a Flatten or a Dense.",
                nameof(model)
            );
        }

        if (compile.Loss.Reduction == Reduction.None)
        {
            throw new ArgumentException(
                "The loss has reduction None; training needs one value: take SumOverBatchSize, Sum or MeanWithSampleWeight.",
                nameof(compile)
            );
        }

        _ = compile.MetricKeys;
        Weights(model, weights);
    }

    /// <summary>Weights whose shapes fit the model and that hold no NaN.</summary>
    public static void Weights(ModelSpec model, Weights weights) =>
        Weights(model, weights, nameof(weights));

    private static void Weights(ModelSpec model, Weights weights, string argument)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(weights, argument);
        int[][] shapes = [.. model.WeightShapes];
        if (weights.Count != shapes.Length)
        {
            throw new ArgumentException(
                $"{weights.Count} variables were given; the model has {shapes.Length}: "
                    + $"{string.Join(", ", shapes.Select(shape => Format(shape)))}.",
                argument
            );
        }

        for (var i = 0; i < shapes.Length; i++)
        {
            if (!weights[i].Shape.SequenceEqual(shapes[i]))
            {
                throw new ArgumentException(
                    $"Variable {i} is {weights[i]}; the model needs {Format(shapes[i])}.",
                    argument
                );
            }

            NoNaN(weights[i], argument, $"{nameof(weights)}[{i}]");
        }
    }

    /// <summary>Steps that are not negative, weights that fit the model, and in the same shapes all that the optimizer remembers, none of them NaN.</summary>
    public static void TrainingState(ModelSpec model, CompileSpec compile, TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(compile);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Steps < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(state),
                $"{state.Steps} steps done were given; it must be 0 or more."
            );
        }

        Weights(model, state.Weights, nameof(state));
        var slots = compile.Optimizer.Slots;
        if (!slots.Order().SequenceEqual(state.Slots.Keys.Order()))
        {
            throw new ArgumentException(
                $"The state holds {Listed(state.Slots.Keys)}; optimizer '{compile.Optimizer.Name}' as compiled remembers {Listed(slots)}. "
                    + "Compile with the optimizer that the state is of.",
                nameof(state)
            );
        }

        foreach (var slot in slots)
        {
            try
            {
                Weights(model, state.Slots[slot], nameof(state));
            }
            catch (ArgumentException unfit)
            {
                throw new ArgumentException(
                    $"Slot '{slot}': {unfit.Message}",
                    nameof(state),
                    unfit
                );
            }
        }

        static string Listed(IEnumerable<string> names) =>
            names.Any() ? string.Join(", ", names.Order()) : "nothing";
    }

    /// <summary>Inputs of the model's shape, at least one row, outputs that an array can hold, a positive batch size.</summary>
    public static void Inputs(ModelSpec model, Tensor x, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(x);
        AtLeastOne(batchSize, nameof(batchSize));
        InputShape(model, x, nameof(x));
        if ((long)x.Rows * model.Outputs > Array.MaxLength)
        {
            throw new ArgumentException(
                $"x is {x}, and the model has {model.Outputs} outputs a row: more values than an array holds; give fewer rows.",
                nameof(x)
            );
        }
    }

    /// <summary>How many rows there are, in a span: at least one, all whole, with room for the outputs of just as many.</summary>
    /// <param name="inputs">Inputs of the model.</param>
    /// <param name="outputs">Outputs of the model.</param>
    /// <param name="given">Values of inputs.</param>
    /// <param name="room">Values of outputs that there is room for.</param>
    public static int Rows(int inputs, int outputs, int given, int room)
    {
        var rows = given / inputs;
        if (rows == 0 || given % inputs != 0)
        {
            throw new ArgumentException(
                $"x has {given} values; the model takes rows of {inputs}, whole and at least one."
            );
        }

        if (room != (long)rows * outputs)
        {
            throw new ArgumentException(
                $"There is room for {room} outputs; {rows} rows of {outputs} outputs need {(long)rows * outputs}."
            );
        }

        return rows;
    }

    /// <summary>Values in the precision of the model.</summary>
    public static void Precision(Precision model, Precision given)
    {
        if (model != given)
        {
            throw new ArgumentException(
                $"Values in {given} were given; the model was compiled in {model}: give these, or a tensor, which is converted."
            );
        }
    }

    /// <summary>Rows the model can be evaluated or trained on: inputs, labels for loss and metrics, weights.</summary>
    public static void Samples(ModelSpec model, CompileSpec compile, Samples samples, int batchSize)
    {
        AtLeastOne(batchSize, nameof(batchSize));
        SampleRows(model, compile, samples, "");
    }

    /// <summary>Everything that Fit is given, the rows left by a validation split included.</summary>
    public static void Fit(ModelSpec model, CompileSpec compile, Samples train, FitSpec fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        AtLeastOne(fit.Epochs, nameof(fit), nameof(fit.Epochs));
        if (fit.InitialEpoch < 0 || fit.InitialEpoch >= fit.Epochs)
        {
            throw new ArgumentOutOfRangeException(
                nameof(fit),
                $"InitialEpoch {fit.InitialEpoch} was given for {fit.Epochs} epochs; it must lie in 0 to {fit.Epochs - 1}. "
                    + "Epochs counts those done before, too."
            );
        }

        AtLeastOne(fit.BatchSize, nameof(fit), nameof(fit.BatchSize));
        AtLeastOne(fit.ValidationBatchSize ?? 1, nameof(fit), nameof(fit.ValidationBatchSize));
        if (fit.RowOrder is null)
        {
            throw new ArgumentException(
                $"RowOrder is null; take {nameof(Mlp.RowOrder)}.{nameof(Mlp.RowOrder.AsGiven)} for the order of the rows.",
                nameof(fit)
            );
        }

        Callbacks(fit);
        SampleRows(model, compile, train, "");
        if (fit.Validation is not null)
        {
            SampleRows(model, compile, fit.Validation, "validation ");
        }

        if (fit.ClassWeight is not null)
        {
            ClassWeight(fit.ClassWeight, nameof(fit));
        }

        if (!(fit.ValidationSplit is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(fit),
                $"ValidationSplit {fit.ValidationSplit} was given; it must be 0 (none) or lie between 0 and 1."
            );
        }

        var training = (int)Math.Floor(train.Rows * (1.0 - fit.ValidationSplit));
        if (
            fit.Validation is null
            && fit.ValidationSplit > 0
            && (training == 0 || training == train.Rows)
        )
        {
            throw new ArgumentException(
                $"ValidationSplit {fit.ValidationSplit} of {train.Rows} rows leaves {training} to train and "
                    + $"{train.Rows - training} to validate on; give more rows or another split.",
                nameof(fit)
            );
        }

        Monitored(compile, fit);
    }

    /// <summary>An order of the rows of an epoch that holds each of them once.</summary>
    public static void RowOrder(ReadOnlySpan<int> order, int epoch)
    {
        var seen = new bool[order.Length];
        foreach (var row in order)
        {
            if ((uint)row >= (uint)seen.Length || seen[row])
            {
                throw new ArgumentException(
                    $"The row order of epoch {epoch} holds row {row} twice or outside 0 to {seen.Length - 1}; "
                        + "it must be a permutation of the training rows.",
                    nameof(order)
                );
            }

            seen[row] = true;
        }
    }

    /// <summary>Class weights that are not NaN, for classes that are not negative.</summary>
    public static void ClassWeight(IReadOnlyDictionary<int, double> classWeight) =>
        ClassWeight(classWeight, nameof(classWeight));

    private static void ClassWeight(IReadOnlyDictionary<int, double> classWeight, string argument)
    {
        ArgumentNullException.ThrowIfNull(classWeight, argument);
        foreach (var (label, weight) in classWeight)
        {
            if (label < 0 || double.IsNaN(weight))
            {
                throw new ArgumentException(
                    $"Class {label} was given weight {weight}; classes are 0 or more, and weights are numbers.",
                    argument
                );
            }
        }
    }

    private static void Callbacks(FitSpec fit)
    {
        if (fit.Callbacks is null)
        {
            throw new ArgumentException(
                "Callbacks is null; give an empty list for none.",
                nameof(fit)
            );
        }

        for (var i = 0; i < fit.Callbacks.Count; i++)
        {
            if (fit.Callbacks[i] is null)
            {
                throw new ArgumentException(
                    $"Callbacks holds null at index {i}; leave it out.",
                    nameof(fit)
                );
            }
        }
    }

    // Told before the first epoch, which may take an hour.
    private static void Monitored(CompileSpec compile, FitSpec fit)
    {
        var validates = fit.Validation is not null || fit.ValidationSplit > 0;
        string[] logged = ["loss", .. compile.MetricKeys];
        if (validates)
        {
            logged = [.. logged, .. logged.Select(key => $"val_{key}")];
        }

        foreach (var callback in fit.Callbacks)
        {
            if (callback.Monitor is { } key && !logged.Contains(key))
            {
                throw new ArgumentException(
                    $"{callback.GetType().Name} monitors '{key}', which this training does not log: "
                        + $"{(validates ? "" : "give validation data, or ")}monitor one of: {string.Join(", ", logged)}.",
                    nameof(fit)
                );
            }
        }
    }

    private static void SampleRows(
        ModelSpec model,
        CompileSpec compile,
        Samples samples,
        string which
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(compile);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(samples.X, which + "x");
        ArgumentNullException.ThrowIfNull(samples.Y, which + "y");
        InputShape(model, samples.X, which + "x");
        if (samples.Y.Rank == 0 || samples.Y.Rows != samples.Rows)
        {
            throw new ArgumentException(
                $"{which}y is {samples.Y} for {samples.Rows} rows of x; it needs one row for each.",
                which + "y"
            );
        }

        int[] output = [samples.Rows, model.Outputs];
        LossLabels(compile.Loss, samples.Y, output, which + "y");
        foreach (var metric in compile.Metrics.Concat(compile.WeightedMetrics))
        {
            MetricLabels(metric, samples.Y, output, which + "y");
        }

        RowWeights(samples.SampleWeight, samples.Rows, which + "sampleWeight");
    }

    private static void InputShape(ModelSpec model, Tensor x, string argument)
    {
        var column = x.Rank == 1 && model.Inputs == 1 && model.InputShape.Count == 1;
        if (!column && (x.Rank == 0 || !x.Shape.Skip(1).SequenceEqual(model.InputShape)))
        {
            throw new ArgumentException(
                $"{argument} is {x}; the model takes [rows, {Format(model.InputShape)[1..]}.",
                argument
            );
        }

        if (x.Rows == 0)
        {
            throw new ArgumentException(
                $"{argument} is {x}: it has no rows; give at least one.",
                argument
            );
        }
    }
}
