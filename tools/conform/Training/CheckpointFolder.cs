using Mlp.Data;

namespace Conform.Training;

/// <summary>
/// The folder of <c>--checkpoint</c>: <c>last.safetensors</c>, all that training goes on from with the history so far, and <c>best.safetensors</c>, the model of
/// the epoch whose validation loss is least. Both are written after every epoch, the last one last: what it tells of is there.
/// </summary>
/// <param name="Path">The folder.</param>
internal sealed record CheckpointFolder(string Path)
{
    /// <summary>All that training goes on from.</summary>
    public string Last => System.IO.Path.Combine(Path, "last.safetensors");

    /// <summary>The model of the best epoch.</summary>
    public string Best => System.IO.Path.Combine(Path, "best.safetensors");

    /// <summary>Whether there is something to go on from.</summary>
    public bool IsBegun => File.Exists(Last);

    /// <summary>Makes the folder where it is missing.</summary>
    /// <exception cref="IOException">It cannot be made or written to; the message says why.</exception>
    /// <exception cref="UnauthorizedAccessException">It takes no new files.</exception>
    public void Begin()
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{Path} cannot be the folder of checkpoints: {failed.Message}",
                failed
            );
        }

        Aside.Check(Last);
    }
}
