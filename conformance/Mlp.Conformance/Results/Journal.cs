using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Mlp.Data;

namespace Mlp.Conformance;

/// <summary>
/// The results of a run while it runs, in a file beside the one that it will write: <c>results.parquet.journal</c>. Whatever ends the
/// run, the next one goes on after the last case that ended. The first line says which run it is; every other one is a result as JSON.
/// Each begins with a hash of itself: a line that was cut off or damaged is no result, and neither is what follows it. No reader of
/// results takes such a file.
/// </summary>
public sealed class Journal : IDisposable
{
    private const string Ending = ".journal";
    private const int HashLength = 16;

    private readonly FileStream stream;
    private readonly Dictionary<(string Backend, string Id), Result> finished = [];

    private Journal(FileStream stream, string path) => (this.stream, Path) = (stream, path);

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>How many results it holds.</summary>
    public int Count => finished.Count;

    /// <summary>Where the journal of a run lies that writes its results to <paramref name="output"/>.</summary>
    public static string Of(string output) => output + Ending;

    /// <summary>Begins the journal of a run anew; what stood there is gone.</summary>
    /// <param name="output">The file that the run writes.</param>
    /// <param name="run">Which run it is.</param>
    /// <exception cref="IOException">It cannot be written, or another run writes it.</exception>
    public static Journal Begin(string output, RunIdentity run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var journal = Open(output);
        try
        {
            journal.Restart(run);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with the journal of an interrupted run; begins it where there is none.</summary>
    /// <param name="output">The file that the run writes.</param>
    /// <param name="run">Which run it is.</param>
    /// <exception cref="InvalidCaseException">It is the journal of another run, or none.</exception>
    /// <exception cref="IOException">It cannot be written, or another run writes it.</exception>
    public static Journal Resume(string output, RunIdentity run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var journal = Open(output);
        try
        {
            journal.GoOn(run);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>The result of a case, if it has ended.</summary>
    public Result? Find(string backend, string id) => finished.GetValueOrDefault((backend, id));

    /// <summary>Keeps a result. One that is absent is not kept: its data may be there the next time.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(Result result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Status != ResultStatus.Absent)
        {
            finished[(result.Backend, result.Id)] = result;
            Write(ResultFile.ToJson(result));
        }
    }

    /// <summary>The results are written: takes the journal away.</summary>
    public void Remove()
    {
        stream.Dispose();
        File.Delete(Path);
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static Journal Open(string output)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        var path = Of(output);
        try
        {
            Directory.CreateDirectory(
                System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!
            );
            // No buffer: what was added is in the hands of the system, and outlives this process.
            return new(
                new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0),
                path
            );
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{path} cannot be written ({failed.Message}). It keeps what a run has done; if another run writes {output}, let it end.",
                failed
            );
        }
    }

    private void Restart(RunIdentity run)
    {
        stream.SetLength(0);
        try
        {
            Write(run.ToJson());
        }
        catch (IOException)
        {
            // It holds nothing to go on from.
            Remove();
            throw;
        }
    }

    private void GoOn(RunIdentity run)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var good = 0;
        foreach (var (line, end) in Lines(bytes))
        {
            if (good == 0)
            {
                run.CheckSame(RunIdentity.Read(line, Path), Path);
            }
            else if (Read(line, run) is { } result && !finished.ContainsKey(Key(result)))
            {
                finished[Key(result)] = result;
            }
            else
            {
                break;
            }

            good = end;
        }

        if (good == 0)
        {
            // Cut off within its first line, before any case ended.
            if (bytes.Contains((byte)'\n'))
            {
                throw new InvalidCaseException(
                    $"{Path} is no journal of a run, or its first line is damaged; run without --resume to begin anew."
                );
            }

            Restart(run);
            return;
        }

        stream.SetLength(good);
        stream.Seek(0, SeekOrigin.End);
    }

    private static (string Backend, string Id) Key(Result result) => (result.Backend, result.Id);

    private static Result? Read(string line, RunIdentity run)
    {
        try
        {
            var result = ResultFile.FromJson(line, "journal");
            return run.Environments.ContainsKey(result.Backend) ? result : null;
        }
        catch (InvalidCaseException)
        {
            return null;
        }
    }

    /// <summary>The whole lines at the beginning, without their hashes, each with the place behind it.</summary>
    private static IEnumerable<(string Line, int End)> Lines(byte[] bytes)
    {
        for (var start = 0; start < bytes.Length; )
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length <= HashLength)
            {
                yield break;
            }

            var text = bytes.AsSpan(start + HashLength + 1, length - HashLength - 1);
            var hash = Encoding.ASCII.GetString(bytes.AsSpan(start, HashLength));
            if (bytes[start + HashLength] != ' ' || hash != Hash(text))
            {
                yield break;
            }

            start += length + 1;
            yield return (Encoding.UTF8.GetString(text), start);
        }
    }

    private void Write(string json)
    {
        var text = Encoding.UTF8.GetBytes(json);
        byte[] line = [.. Encoding.ASCII.GetBytes(Hash(text) + " "), .. text, (byte)'\n'];
        try
        {
            stream.Write(line);
        }
        catch (IOException failed)
        {
            throw new IOException(
                $"{Aside.Told(failed, Path).Message} Then go on by --resume.",
                failed
            );
        }
    }

    private static string Hash(ReadOnlySpan<byte> text) =>
        Convert.ToHexStringLower(SHA256.HashData(text))[..HashLength];
}
