using System.Formats.Tar;

namespace Mlp.Data;

/// <summary>
/// California housing, StatLib's table of the 1990 census as scikit-learn derives it: 20,640 districts in StatLib's order,
/// which is geographic. Features float64 <c>[20640, 8]</c>; the target float64 <c>[20640]</c> is the median house value in
/// 100,000 dollars, capped at 5.00001. Source: Pace and Barry 1997; scikit-learn's fetch_california_housing.
/// </summary>
/// <param name="Features">One row a district, columns as <see cref="FeatureNames"/>.</param>
/// <param name="Target">The median house value.</param>
public sealed record CaliforniaHousing(Tensor<double> Features, Tensor<double> Target)
{
    private const string Folder = "california-housing";
    private const string Derived = "california_housing.csv";
    private const int Rows = 20_640;

    private static readonly DataFile[] Files =
    [
        new(
            "cal_housing.data",
            new("https://ndownloader.figshare.com/files/5976036"),
            "a2b44dcc7e1c9091b43c4f458b25cbd1f7e8068d08edd26bc4703108d3fa6214",
            Unpack
        ),
    ];

    // Of cal_housing.data, which has no header.
    private static readonly string[] RawNames =
    [
        "longitude",
        "latitude",
        "housingMedianAge",
        "totalRooms",
        "totalBedrooms",
        "population",
        "households",
        "medianIncome",
        "medianHouseValue",
    ];

    /// <summary>The columns of <see cref="Features"/>.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } =
    [
        "MedInc",
        "HouseAge",
        "AveRooms",
        "AveBedrms",
        "Population",
        "AveOccup",
        "Latitude",
        "Longitude",
    ];

    /// <summary>The name of <see cref="Target"/>.</summary>
    public static string TargetName => "MedHouseVal";

    /// <summary>
    /// Reads <c>california_housing.csv</c>, or derives the same numbers from <c>cal_housing.data</c>: from the folder, else
    /// from the one that the variable MLP_DATA names (either may hold a file or a folder <c>california-housing</c> with it),
    /// else from the user's cache, into which it is downloaded over HTTPS and checked by SHA-256 the first time.
    /// </summary>
    /// <param name="folder">Where the files lie; null for MLP_DATA, else the cache.</param>
    /// <param name="cancellation">Stops reading and downloading; nothing is kept half.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="FileNotFoundException">The folder named holds neither file.</exception>
    /// <exception cref="IOException">The file could not be downloaded.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static CaliforniaHousing Load(
        string? folder = null,
        CancellationToken cancellation = default
    ) => Load(folder, DataFolders.Of(cancellation));

    /// <summary>Whether <see cref="Load(string?, CancellationToken)"/> would find a file without downloading.</summary>
    public static bool IsAvailable(string? folder = null) =>
        DataFolders.Default.Find(Folder, folder, [Derived], [Files[0].Name]) is not null;

    internal static CaliforniaHousing Load(string? folder, DataFolders folders)
    {
        var place = folders.FindOrDownload(Folder, folder, Files, Derived);
        var derived = Path.Combine(place, Derived);
        return File.Exists(derived)
            ? ReadDerived(derived, folders.Cancellation)
            : Derive(Path.Combine(place, Files[0].Name), folders.Cancellation);
    }

    private static CaliforniaHousing ReadDerived(string path, CancellationToken cancellation)
    {
        var table = Whole(
            Csv.Read(path, [.. FeatureNames, TargetName], cancellation: cancellation),
            path
        );
        return new(table.ToMatrix(FeatureNames), table[TargetName].ToFloat64());
    }

    private static CaliforniaHousing Derive(string path, CancellationToken cancellation)
    {
        var table = Whole(Csv.Read(path, header: RawNames, cancellation: cancellation), path);
        var raw = Array.ConvertAll(RawNames, name => table[name].ToFloat64());
        var features = new double[Rows * FeatureNames.Count];
        var target = new double[Rows];
        for (var row = 0; row < Rows; row++)
        {
            var (longitude, latitude, age) = (raw[0][row], raw[1][row], raw[2][row]);
            var (rooms, bedrooms) = (raw[3][row], raw[4][row]);
            var (population, households, income) = (raw[5][row], raw[6][row], raw[7][row]);
            double[] district =
            [
                income,
                age,
                rooms / households,
                bedrooms / households,
                population,
                population / households,
                latitude,
                longitude,
            ];
            district.CopyTo(features, row * district.Length);
            target[row] = raw[8][row] / 100_000;
        }

        return new(Tensor.Create(features, Rows, FeatureNames.Count), Tensor.Vector(target));
    }

    private static ColumnTable Whole(ColumnTable table, string path) =>
        table.Rows == Rows
            ? table
            : throw new InvalidDataException(
                $"{path}: the table ends after {table.Rows} rows; California housing has {Rows}."
            );

    // The archive is a .tgz that holds the table among other files.
    private static byte[] Unpack(byte[] archive)
    {
        var unpacked = Gzip.Unpack(archive, Files[0].Source.ToString());
        try
        {
            using var tar = new TarReader(new MemoryStream(unpacked));
            while (tar.GetNextEntry() is { } entry)
            {
                if (Path.GetFileName(entry.Name) == Files[0].Name && entry.DataStream is { } data)
                {
                    using var table = new MemoryStream();
                    data.CopyTo(table);
                    return table.ToArray();
                }
            }
        }
        // Whatever the reader of archives trips over, the archive is what is wrong.
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            throw new InvalidDataException(
                OneLine.Of($"{Files[0].Source}: the archive is damaged: {wrong.Message}"),
                wrong
            );
        }

        throw new InvalidDataException($"{Files[0].Source}: the archive holds no {Files[0].Name}.");
    }
}
