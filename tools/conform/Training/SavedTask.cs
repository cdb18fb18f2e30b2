using Mlp;
using Mlp.Data;

namespace Conform.Training;

/// <summary>A saved model with all it needs to take rows: from one of the two data sets, or from a table like the one it was trained on.</summary>
/// <param name="Saved">The model.</param>
/// <param name="Notes">What this tool kept beside it.</param>
internal sealed record SavedTask(SavedModel Saved, SavedNotes Notes)
{
    /// <summary>Reads a model that 'conform train --save' wrote.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static SavedTask Load(string path)
    {
        var saved = SavedModel.Load(path);
        var notes = SavedNotes.Of(saved, path);
        if (saved.History is { } history && history.Epochs[^1].Epoch + 1 != notes.Epochs)
        {
            throw new InvalidDataException(
                $"{path}: the notes tell of {notes.Epochs} epochs, and the history of {history.Epochs[^1].Epoch + 1}."
            );
        }

        return
            notes.Preparation is null
            || saved.Model.InputShape.SequenceEqual([notes.Preparation.Inputs])
            ? new(saved, notes)
            : throw new InvalidDataException(
                $"{path}: the columns of the notes make {notes.Preparation.Inputs} inputs, and the model takes {Tensor.FormatShape(saved.Model.InputShape)}."
            );
    }

    /// <summary>The inputs of rows: the test rows of a data set, or all rows of a table.</summary>
    public Tensor Inputs(string data, string? folder, CancellationToken cancellation = default) =>
        IsDataSet(data)
            ? DataSet(data, folder).X
            : Preparation(data).Transform(TextTable.Read(data, cancellation));

    /// <summary>The same with their labels.</summary>
    public Samples Rows(string data, string? folder, CancellationToken cancellation = default)
    {
        if (IsDataSet(data))
        {
            return DataSet(data, folder);
        }

        var preparation = Preparation(data);
        var table = TextTable.Read(data, cancellation);
        return new(
            preparation.Transform(table),
            TableProblem.Target(table, preparation.Target, Notes.Classes, Saved.Compiled.Loss)
        );
    }

    /// <summary>The choices that the model was trained by, to go on with.</summary>
    public Hyperparameters Hyperparameters(Hyperparameters standard) =>
        standard with
        {
            Hidden = [.. Saved.Model.Dense.SkipLast(1).Select(layer => layer.Units)],
            Activation = Saved.Model.Dense[0].Activation,
            Loss = Saved.Compiled.Loss,
            Optimizer = Saved.Compiled.Optimizer,
            BatchSize = Notes.BatchSize,
            Balanced = Notes.Balanced,
        };

    /// <summary>Refuses to go on with other rows, another model or another training than was begun.</summary>
    /// <exception cref="ArgumentException">Something differs; the message says what.</exception>
    public void CheckContinues(Walkthrough next, Parts parts)
    {
        var (begun, compile) = (Saved.Compiled, next.Compile);
        var differs =
            next.Problem.Name != Notes.Source ? $"rows of {Notes.Source}"
            : SavedNotes.Json(parts.Preparation) != SavedNotes.Json(Notes.Preparation)
                ? $"the rows that {Notes.Source} held then"
            : Notes.Rows is { } rows && rows != RowsHash.Of(parts)
                ? $"other rows of {Notes.Source} than it and the options give now"
            : !next.Model.Layers.SequenceEqual(Saved.Model.Layers) ? "other layers"
            : compile.Loss != begun.Loss ? $"loss {begun.Loss.Name}"
            : compile.Optimizer != begun.Optimizer ? $"optimizer {begun.Optimizer}"
            : next.Hyperparameters.BatchSize != Notes.BatchSize ? $"batch size {Notes.BatchSize}"
            : next.Hyperparameters.Balanced != Notes.Balanced ? "other class weights"
            : null;
        if (differs is not null)
        {
            throw new ArgumentException(
                $"The model to go on with was trained with {differs}; ask for the same, or leave the options out that choose it."
            );
        }

        // A checkpoint may be of the last epoch, and only the files after it be missing.
        var least = Saved.History is null ? Notes.Epochs + 1 : Notes.Epochs;
        if (next.Hyperparameters.Epochs < least)
        {
            throw new ArgumentException(
                $"--epochs {next.Hyperparameters.Epochs} was asked for, and the model was trained for {Notes.Epochs} already; --epochs counts those too."
            );
        }
    }

    private static bool IsDataSet(string data) => Walkthrough.Names.Contains(data);

    private Samples DataSet(string data, string? folder) =>
        data == Notes.Source
            ? Walkthrough.Load(data, folder).Split(Notes.Seed).Test
            : throw new ArgumentException(
                $"The model was trained on {Notes.Source}; {data} has other inputs."
            );

    private Preparation Preparation(string data) =>
        Notes.Preparation
        ?? throw new ArgumentException(
            $"The model was trained on {Notes.Source}, and takes its rows; {data} is a table."
        );
}
