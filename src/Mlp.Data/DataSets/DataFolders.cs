using System.Security.Cryptography;

namespace Mlp.Data;

/// <summary>
/// Where data sets lie: in the folder given, else in the one that MLP_DATA names, else in a cache of the user that is
/// filled from the net. A folder that is named must hold the data set; nothing is downloaded into it.
/// </summary>
/// <param name="Variable">The value of MLP_DATA; null or empty when not set.</param>
/// <param name="Cache">The cache.</param>
/// <param name="Fetch">Gets the bytes published at an address.</param>
internal sealed record DataFolders(string? Variable, string Cache, Func<Uri, byte[]> Fetch)
{
    /// <summary>Those of this process.</summary>
    public static DataFolders Default => Of(CancellationToken.None);

    /// <summary>Stops downloads, and keeps nothing of the file that was on its way.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Those of this process, whose downloads can be stopped.</summary>
    public static DataFolders Of(CancellationToken cancellation) =>
        new(
            Environment.GetEnvironmentVariable("MLP_DATA"),
            UserFolder.For("mlp-data"),
            source => Download(source, cancellation)
        )
        {
            Cancellation = cancellation,
        };

    /// <summary>The folder that holds one of the sets of files of a data set, if there is one.</summary>
    /// <param name="dataSet">The name of its own folder: <c>fashion-mnist</c>.</param>
    /// <param name="folder">A folder that holds the files or the data set's folder; null for MLP_DATA and the cache.</param>
    /// <param name="alternatives">Sets of files, any one of which is the whole data set.</param>
    public string? Find(string dataSet, string? folder, params IReadOnlyList<string[]> alternatives)
    {
        var root = folder ?? (string.IsNullOrEmpty(Variable) ? Cache : Variable);
        string[] places = [Path.Combine(root, dataSet), root];
        return Array.Find(
            places,
            place =>
                alternatives.Any(files =>
                    Array.TrueForAll(files, file => File.Exists(Path.Combine(place, file)))
                )
        );
    }

    /// <summary>As <see cref="Find"/>; else the files, downloaded into the cache and checked.</summary>
    /// <exception cref="FileNotFoundException">The folder named does not hold the data set.</exception>
    /// <exception cref="IOException">Nothing could be downloaded.</exception>
    /// <exception cref="InvalidDataException">What was downloaded is not the file it should be.</exception>
    public string FindOrDownload(
        string dataSet,
        string? folder,
        IReadOnlyList<DataFile> files,
        params string[] alternative
    )
    {
        string[] names = [.. files.Select(file => file.Name)];
        if (
            Find(dataSet, folder, alternative.Length == 0 ? [names] : [alternative, names]) is
            { } found
        )
        {
            return found;
        }

        if (folder is not null || !string.IsNullOrEmpty(Variable))
        {
            throw new FileNotFoundException(
                $"{(folder is null ? "MLP_DATA names" : "The folder given is")} '{folder ?? Variable}', which does not hold "
                    + $"{string.Join(", ", names)}, nor does a folder '{dataSet}' in it. Put them there, or name no folder "
                    + "to have them downloaded."
            );
        }

        var target = Path.Combine(Cache, dataSet);
        Directory.CreateDirectory(target);
        foreach (var file in files.Where(file => !File.Exists(Path.Combine(target, file.Name))))
        {
            Download(file, target, dataSet);
        }

        return target;
    }

    private void Download(DataFile file, string target, string dataSet)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (file.Source.Scheme != Uri.UriSchemeHttps)
        {
            throw new InvalidDataException(
                $"{file.Name} of {dataSet} would come from {file.Source}; only https is asked. Name an address that begins with https."
            );
        }

        byte[] bytes;
        try
        {
            bytes = Fetch(file.Source);
        }
        catch (Exception e)
            // A time-out comes as a cancellation too.
            when (e is HttpRequestException or IOException
                || (e is OperationCanceledException && !Cancellation.IsCancellationRequested)
            )
        {
            throw new IOException(
                $"{file.Name} of {dataSet} could not be downloaded from {file.Source}: {e.Message} "
                    + $"Put it into '{target}', or into a folder '{dataSet}' within one that MLP_DATA names.",
                e
            );
        }

        bytes = file.Unpack?.Invoke(bytes) ?? bytes;
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (hash != file.Sha256)
        {
            throw new InvalidDataException(
                $"{file.Source}: what came as {file.Name} has SHA-256 {hash}; expected {file.Sha256}. It was not kept."
            );
        }

        Aside.Write(Path.Combine(target, file.Name), stream => stream.Write(bytes));
    }

    private static byte[] Download(Uri source, CancellationToken cancellation)
    {
        // From https it follows no answer that leads to http.
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        return client.GetByteArrayAsync(source, cancellation).GetAwaiter().GetResult();
    }
}
