using System.Text;

namespace Mlp.Conformance;

/// <summary>The suite that travels inside this assembly. Loaded once, when first asked for; every hash is checked.</summary>
public static class Fixtures
{
    private const string Root = "fixtures/v1/";

    private static readonly Lazy<Manifest> LazyManifest = new(ReadManifest);
    private static readonly Lazy<IReadOnlyList<Case>> LazyCases = new(ReadCases);

    /// <summary>Name and version of the suite, for the record of results.</summary>
    public static string Version => Manifest.Suite;

    /// <summary>What the suite must hold.</summary>
    /// <exception cref="InvalidCaseException">The assembly was built without fixtures.</exception>
    public static Manifest Manifest => LazyManifest.Value;

    /// <summary>All cases, family by family, golden ones before imported ones.</summary>
    /// <exception cref="InvalidCaseException">A file is missing or has another hash than the manifest says.</exception>
    public static IReadOnlyList<Case> All => LazyCases.Value;

    /// <summary>The cases of one family.</summary>
    /// <exception cref="ArgumentException">There is no such family; the message names the nearest one.</exception>
    public static IReadOnlyList<Case> Of(string family) =>
        Families.All.Contains(family)
            ? [.. All.Where(value => value.Family == family)]
            : throw Names.Unknown("family", family, Families.All);

    private static Manifest ReadManifest() =>
        Manifest.Read(Encoding.UTF8.GetString(Resource("manifest.json")), Root + "manifest.json");

    private static List<Case> ReadCases()
    {
        // Decoding is most of the time at start-up, and files do not depend on each other.
        var files = Manifest
            .Files.AsParallel()
            .AsOrdered()
            .Select(file =>
            {
                var bytes = Resource(file.Path);
                Manifest.Check(file.Path, bytes);
                return CaseFile.FromParquet(bytes, Root + file.Path);
            })
            .ToArray();
        var order = Families.All.ToList();
        List<Case> all = [.. files.SelectMany(cases => cases)];
        all =
        [
            .. all.OrderBy(value => order.IndexOf(value.Family))
                .ThenBy(value => value.Bounds is null),
        ];
        Manifest.CheckCases(all);
        return all;
    }

    private static byte[] Resource(string path)
    {
        using var stream =
            typeof(Fixtures).Assembly.GetManifestResourceStream(Root + path)
            ?? throw new InvalidCaseException(
                $"This build has no fixture '{Root}{path}'; write the fixtures, then build again."
            );
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
