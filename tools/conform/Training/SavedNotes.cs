using System.Text.Json;
using System.Text.Json.Serialization;
using Mlp.Data;

namespace Conform.Training;

/// <summary>What this tool keeps beside a model: how to make inputs of rows, and what the outputs are called.</summary>
/// <param name="Source">The data set it was trained on, or the name of the table's file.</param>
/// <param name="Seed">Seed of the split.</param>
/// <param name="Classes">Names of the classes; null for a regression.</param>
/// <param name="Preparation">How columns become inputs; null where rows are taken as they are.</param>
/// <param name="Epochs">Epochs done.</param>
/// <param name="BatchSize">Rows a step.</param>
/// <param name="Balanced">Whether every class weighed the same in sum.</param>
/// <param name="Rows"><see cref="RowsHash"/> of the rows; null in models saved before it was kept.</param>
internal sealed record SavedNotes(
    string Source,
    int Seed,
    IReadOnlyList<string>? Classes,
    Preparation? Preparation,
    int Epochs,
    int BatchSize,
    bool Balanced,
    string? Rows = null
)
{
    private const string Key = "conform";

    private static readonly JsonSerializerOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
    };

    /// <summary>As a note of a saved model.</summary>
    public Dictionary<string, string> ToNotes() =>
        new() { [Key] = JsonSerializer.Serialize(this, Strict) };

    /// <summary>A preparation as text, to compare two by.</summary>
    public static string Json(Preparation? preparation) =>
        JsonSerializer.Serialize(preparation, Strict);

    /// <summary>The notes of a saved model.</summary>
    /// <exception cref="InvalidDataException">It has none, or they do not fit it.</exception>
    public static SavedNotes Of(SavedModel saved, string path)
    {
        if (!saved.Notes.TryGetValue(Key, out var text))
        {
            throw new InvalidDataException(
                $"{path} holds a model, but not how rows become its inputs: it was not saved by 'conform train --save'."
            );
        }

        SavedNotes notes;
        try
        {
            notes = JsonSerializer.Deserialize<SavedNotes>(text, Strict)!;
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException(
                OneLine.Of($"{path}: the notes of this tool are damaged: {wrong.Message}"),
                wrong
            );
        }

        notes.Preparation?.Check(path);
        if (notes.Classes?.Contains(null!) == true)
        {
            throw new InvalidDataException($"{path}: a class has no name in the notes.");
        }

        if (notes is not { Epochs: >= 0, BatchSize: > 0 })
        {
            throw new InvalidDataException(
                $"{path}: the notes tell of {notes.Epochs} epochs in batches of {notes.BatchSize}."
            );
        }

        var classes = Math.Max(2, saved.Model.Outputs);
        return notes.Classes is null || notes.Classes.Count == classes
            ? notes
            : throw new InvalidDataException(
                $"{path}: {notes.Classes.Count} classes are named, and the model tells {classes} apart."
            );
    }
}
