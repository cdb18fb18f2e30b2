using System.Text;
using Mlp.Data;

namespace Mlp.Conformance.Generation;

/// <summary>
/// Writes the fixtures of a suite into a folder: a Parquet file a family, those of imported cases under <c>imported</c>, and
/// the manifest. The same cases give the same bytes.
/// </summary>
/// <param name="expectation">Gives golden cases their expectation.</param>
public sealed class FixtureWriter(Expectation expectation)
{
    private const string Suite = "v1";
    private const string ManifestName = "manifest.json";

    /// <summary>
    /// Writes the golden cases anew, then the manifest over all files of the folder. Cases whose data are not here are taken
    /// from the file that stands there.
    /// </summary>
    /// <param name="folder">The folder of the suite: <c>fixtures/v1</c>.</param>
    /// <param name="drafts">Cases without expectation, as <see cref="GoldenSuite.Cases"/> gives them: all of each family among them.</param>
    /// <param name="cancellation">Stops between cases, before anything is written.</param>
    /// <returns>What changed.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="InvalidCaseException">
    /// A case got no expectation that can be trusted: all such cases are named, and nothing is written. Or a case that the
    /// manifest names is gone, or would say something else.
    /// </exception>
    public ManifestChange Write(
        string folder,
        IEnumerable<Case> drafts,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(drafts);
        var cases = new List<Case>();
        var refused = new List<string>();
        foreach (var draft in drafts)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                cases.Add(expectation.Complete(draft) ?? Standing(folder, draft));
            }
            catch (InvalidCaseException reason)
            {
                refused.Add(reason.Message);
            }
            // A formula that fails on inputs it was not made for: the case must be named all the same.
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                refused.Add($"{draft.Id}: {error.GetType().Name}: {error.Message}");
            }
        }

        if (refused.Count > 0)
        {
            throw new InvalidCaseException(
                $"{refused.Count} cases have no expectation to be trusted; nothing was written.\n{string.Join('\n', refused)}"
            );
        }

        return Save(folder, cases.GroupBy(value => GoldenFile(value.Family)));
    }

    /// <summary>
    /// Writes cases that others computed, from JSON lines, into <c>imported</c>, or a folder of it for what one library
    /// computed, a file a family; then the manifest.
    /// </summary>
    /// <param name="folder">The folder of the suite: <c>fixtures/v1</c>.</param>
    /// <param name="jsonLines">A file of cases with their sources.</param>
    /// <param name="library">Who computed them: <c>torch</c>, the name of their folder; null for <c>imported</c> itself.</param>
    /// <returns>What changed.</returns>
    /// <exception cref="InvalidCaseException">The file does not say what it must, or a case that stands would say something else.</exception>
    /// <exception cref="ArgumentException"><paramref name="library"/> is no word of small letters and digits.</exception>
    public static ManifestChange Import(string folder, string jsonLines, string? library = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (library is not null && (library.Length == 0 || !library.All(char.IsAsciiLetterOrDigit)))
        {
            throw new ArgumentException(
                $"The library is '{library}'; it names a folder, so use letters and digits only, as in torch.",
                nameof(library)
            );
        }

        var into = library is null ? "imported" : $"imported/{library}";
        return Save(
            folder,
            CaseFile.Read(jsonLines).GroupBy(value => $"{into}/{GoldenFile(value.Family)}")
        );
    }

    // Everything is made before anything is written.
    private static ManifestChange Save(string folder, IEnumerable<IGrouping<string, Case>> made)
    {
        var files = made.Select(file => (Path: file.Key, Cases: (IReadOnlyList<Case>)[.. file]))
            .Select(file => (file.Path, Bytes: CaseFile.ToParquet(Suite, file.Cases), file.Cases))
            .ToArray();
        var names = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var standing = Standing(folder).ToLookup(file => names.Contains(file.Path));
        var kept = standing[false];
        var manifest = Manifest.Of(Suite, [.. files, .. kept]);
        var path = Path.Combine(folder, ManifestName);
        var change = ManifestChange.Between(
            File.Exists(path) ? Manifest.Read(JsonLines.ReadText(path), path) : null,
            manifest,
            standing[true].SelectMany(file => file.Cases),
            files.SelectMany(file => file.Cases)
        );
        foreach (var file in files)
        {
            Aside.Write(Path.Combine(folder, file.Path), file.Bytes);
        }

        Aside.Write(path, Encoding.UTF8.GetBytes(manifest.ToJson()));
        return change;
    }

    private static IEnumerable<(string Path, byte[] Bytes, IReadOnlyList<Case> Cases)> Standing(
        string folder
    ) =>
        !Directory.Exists(folder)
            ? []
            : Directory
                .EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories)
                .Select(file =>
                    (
                        Path: Path.GetRelativePath(folder, file).Replace('\\', '/'),
                        Bytes: File.ReadAllBytes(file)
                    )
                )
                .Select(file =>
                    (file.Path, file.Bytes, CaseFile.FromParquet(file.Bytes, file.Path))
                );

    // The data are not here; the file may be.
    private static Case Standing(string folder, Case draft)
    {
        var path = Path.Combine(folder, GoldenFile(draft.Family));
        var standing = File.Exists(path)
            ? CaseFile.Read(path).FirstOrDefault(value => value.Id == draft.Id)
            : null;
        return standing is not null && NodeJson.Text(standing.Params) == NodeJson.Text(draft.Params)
            ? standing
            : throw new InvalidCaseException(
                $"{draft.Id}: its data are not here, and {path} has no such case; give the folder of the data sets."
            );
    }

    private static string GoldenFile(string family) => $"{family}.parquet";
}
