using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlp.Data;

/// <summary>
/// A model as it is kept in a file: what it is, how it is trained, and where its training stands. Saved as safetensors: weights as
/// <c>dense_0/kernel</c> <c>[inputs, units]</c> and <c>dense_0/bias</c> <c>[units]</c>, what the optimizer remembers as <c>adam/first_moment/dense_0/kernel</c>
/// and so on, the description as JSON among the notes. Every number reads back as the same bits.
/// </summary>
/// <param name="Model">What the model is.</param>
/// <param name="Compiled">How it is trained and watched.</param>
/// <param name="State">Weights, steps done, and what the optimizer remembers; in the precision of the model.</param>
public sealed record SavedModel(ModelSpec Model, CompileSpec Compiled, TrainingState State)
{
    private const string DescriptionNote = "mlp";
    private const string HistoryTensor = "history";
    private const int Version = 1;

    // As deep as a description is: compile, optimizer, schedule, boundaries.
    private const int Depth = 8;

    /// <summary>Texts of whoever saves, kept beside the model by name: names of classes, how columns are prepared.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } =
        new Dictionary<string, string>();

    /// <summary>The epochs that led here, where they were kept: <see cref="Checkpoint"/> keeps them. Saved as the tensor <c>history</c>.</summary>
    public History? History { get; init; }

    /// <summary>A model as it is now.</summary>
    /// <exception cref="NotSupportedException">The backend does not give the state of its optimizer.</exception>
    public static SavedModel Of(IModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(model.Spec, model.Compiled, model.GetTrainingState());
    }

    /// <summary>
    /// Reads a saved model. The file is data alone: nothing in it runs, names no type and no path. Reading takes at most 128 KiB and 256 times
    /// its size.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no whole saved model; the message says what is wrong.</exception>
    public static SavedModel Load(string path)
    {
        var file = Safetensors.Read(path);
        try
        {
            return Read(file);
        }
        catch (Exception wrong)
            when (wrong is ArgumentException or InvalidDataException or NotSupportedException)
        {
            throw new InvalidDataException(OneLine.Of($"{path}: {wrong.Message}"), wrong);
        }
        catch (InvalidOperationException wrong)
        {
            // Of the JSON reader, for halves of surrogate pairs.
            throw new InvalidDataException(
                $"{path}: a text of the description is no Unicode.",
                wrong
            );
        }
    }

    /// <summary>Saves the model. The file is written aside and renamed: an earlier one stays whole until the new one is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops between tensors; an earlier file stays as it is.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ArgumentException">
    /// The state is of another model or optimizer, a value of it is NaN, a note has the name of the description, or epochs of the history have
    /// different figures.
    /// </exception>
    public void Save(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check.TrainingState(Model, Compiled, State);
        if (Notes.ContainsKey(DescriptionNote))
        {
            throw new ArgumentException(
                $"A note is called '{DescriptionNote}', as the description of the model is; give it another name."
            );
        }

        var description = new JsonObject
        {
            ["version"] = Version,
            ["model"] = ModelJson.Write(Model),
            ["compile"] = CompileJson.Write(Compiled),
            ["steps"] = State.Steps,
        };
        var history = History is { Epochs.Count: > 0 } ? HistoryRows.Of(History) : null;
        if (history is not null)
        {
            description["history"] = new JsonArray([.. History!.Keys.Select(key => (JsonNode)key)]);
        }

        Safetensors.Write(
            path,
            new(
                [
                    .. Variables(Model, State.Weights, ""),
                    .. State.Slots.SelectMany(slot =>
                        Variables(Model, slot.Value, Prefix(Compiled, slot.Key))
                    ),
                    .. history is null ? [] : new (string, Tensor)[] { (HistoryTensor, history) },
                ],
                new Dictionary<string, string>(Notes)
                {
                    [DescriptionNote] = description.ToJsonString(),
                }
            ),
            cancellation
        );
    }

    /// <summary>The model, ready to predict and to train on, on a backend.</summary>
    /// <exception cref="ArgumentException">The backend cannot train such a model.</exception>
    /// <exception cref="NotSupportedException">The backend does not do this.</exception>
    public IModel Compile(IBackend backend)
    {
        ArgumentNullException.ThrowIfNull(backend);
        var model = backend.Compile(Model, Compiled, State.Weights);
        try
        {
            model.SetTrainingState(State);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static SavedModel Read(TensorFile file)
    {
        if (!file.Notes.TryGetValue(DescriptionNote, out var text))
        {
            throw new InvalidDataException(
                $"the tensors come without a description of a model (a note '{DescriptionNote}'); it was not saved by this library."
            );
        }

        using var json = Parse(text);
        var description = new Fields(json.RootElement, "description");
        var version = description.Integer("version");
        if (version != Version)
        {
            throw new InvalidDataException(
                $"the model was saved in format {version}; this version of the library reads format {Version}."
            );
        }

        var model = ModelJson.Read(description.Object("model"));
        var compile = CompileJson.Read(description.Object("compile"));
        var steps = description.Long("steps");
        var figures = description.OptionalTexts("history");
        description.Done();

        var tensors = file.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Values);
        var state = new TrainingState(
            Take(model, compile, tensors, ""),
            steps,
            compile.Optimizer.Slots.ToDictionary(
                slot => slot,
                slot => Take(model, compile, tensors, Prefix(compile, slot))
            )
        );
        var history = figures is null ? null : ReadHistory(figures, tensors);
        if (tensors.Count > 0)
        {
            throw new InvalidDataException(
                $"tensor '{tensors.Keys.First()}' is no part of the model that is described."
            );
        }

        Check.TrainingState(model, compile, state);
        return new(model, compile, state)
        {
            History = history,
            Notes = file
                .Notes.Where(note => note.Key != DescriptionNote)
                .ToDictionary(note => note.Key, note => note.Value),
        };
    }

    private static History ReadHistory(string[] figures, Dictionary<string, Tensor> tensors) =>
        tensors.Remove(HistoryTensor, out var rows)
            ? HistoryRows.Read(figures, rows)
            : throw new InvalidDataException(
                $"tensor '{HistoryTensor}' with the epochs of {string.Join(", ", figures)} is missing."
            );

    private static JsonDocument Parse(string description)
    {
        try
        {
            return JsonDocument.Parse(
                description,
                new JsonDocumentOptions { MaxDepth = Depth, AllowDuplicateProperties = false }
            );
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException($"the description is no JSON: {wrong.Message}", wrong);
        }
    }

    private static string Prefix(CompileSpec compile, string slot) =>
        $"{compile.Optimizer.Name}/{slot}/";

    private static IEnumerable<string> VariableNames(ModelSpec model) =>
        Enumerable
            .Range(0, model.Dense.Count)
            .SelectMany(i => new[] { $"dense_{i}/kernel", $"dense_{i}/bias" });

    private static IEnumerable<(string, Tensor)> Variables(
        ModelSpec model,
        Weights values,
        string prefix
    ) => VariableNames(model).Select((name, i) => (prefix + name, values[i]));

    private static Weights Take(
        ModelSpec model,
        CompileSpec compile,
        Dictionary<string, Tensor> tensors,
        string prefix
    ) =>
        new(
            VariableNames(model)
                .Zip(
                    model.WeightShapes,
                    (name, shape) => Take(tensors, prefix + name, shape, compile.Precision)
                )
        );

    private static Tensor Take(
        Dictionary<string, Tensor> tensors,
        string name,
        int[] shape,
        Precision precision
    )
    {
        if (!tensors.Remove(name, out var tensor))
        {
            throw new InvalidDataException($"tensor '{name}' of the described model is missing.");
        }

        var due = precision == Precision.Float64 ? ElementType.Float64 : ElementType.Float32;
        return tensor.Type == due && tensor.Shape.SequenceEqual(shape)
            ? tensor
            : throw new InvalidDataException(
                $"tensor '{name}' is {tensor}; the described model needs {due.ToString().ToLowerInvariant()}{Tensor.FormatShape(shape)}."
            );
    }
}
