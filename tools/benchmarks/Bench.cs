using Mlp;
using Mlp.Data;
using Mlp.Native;

namespace Benchmarks;

/// <summary>One run of the benchmarks: what was asked for, the data, and who takes part.</summary>
internal sealed class Bench
{
    /// <summary>Inputs of F.</summary>
    public const int Pixels = 784;

    private const int Classes = 10;
    private const int FashionRows = 60_000;
    private const int ValidationRows = 5_000;
    private const int HousingRows = 11_610;
    private const int HousingColumns = 8;

    private readonly BenchOptions options;
    private readonly Dictionary<string, string> absent = [];
    private readonly Lazy<FashionMnist> fashion;
    private readonly Lazy<Samples> housing;

    /// <summary>A run.</summary>
    /// <exception cref="ArgumentException">Less than one round was asked for.</exception>
    public Bench(BenchOptions options, CancellationToken cancellation)
    {
        if (options.Rounds < 1)
        {
            throw new ArgumentException(
                $"{options.Rounds} rounds were asked for; at least 1 is needed."
            );
        }

        this.options = options;
        Cancellation = cancellation;
        Peers = Peer.Available((name, reason) => absent[name] = reason);
        fashion = new(() => FashionMnist.Load(options.Data));
        housing = new(() => ScaledHousing(options.Data));
    }

    /// <summary>Stops between contenders.</summary>
    public CancellationToken Cancellation { get; }

    /// <summary>Whether this is a trial: tiny, on drawn data.</summary>
    public bool IsQuick => options.Quick;

    /// <summary>Folder of the data sets, as given.</summary>
    public string? Data => options.Data;

    /// <summary>Where the work of <c>gpu</c> is written for other programs; null for nowhere.</summary>
    public string? PeersFolder => options.PeersFolder;

    /// <summary>Libraries to measure against.</summary>
    public IReadOnlyList<IPeer> Peers { get; }

    /// <summary>Those that are not here, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Absent => absent;

    /// <summary>The settings that ratios are judged at: two threads, each peer at its better of one and two.</summary>
    public static IReadOnlyList<int> ThreadCounts { get; } = [1, 2];

    /// <summary>Rounds of a race: as asked for, else as many as it usually takes.</summary>
    public int Rounds(int usual) => options.Rounds ?? (IsQuick ? 2 : usual);

    /// <summary>Real images as bytes <c>[rows, 784]</c> with their classes.</summary>
    public Samples Fashion(int rows)
    {
        if (IsQuick)
        {
            return Drawn.Images(rows, Pixels, Classes);
        }

        var real = fashion.Value.Train.Slice(0, rows);
        return real with { X = real.X.Reshape(rows, Pixels) };
    }

    /// <summary>
    /// The images as <c>conform train fashion-mnist</c> divides them: the first 5,000 validate, 55,000 train. Where they are not at hand, and in
    /// a trial, as many drawn ones, or fewer, and none to validate.
    /// </summary>
    /// <param name="quickRows">Rows of a trial.</param>
    public (Samples Train, Samples? Validation) FashionParts(int quickRows)
    {
        if (IsQuick || !FashionMnist.IsAvailable(options.Data))
        {
            var rows = IsQuick ? quickRows : FashionRows - ValidationRows;
            return (Drawn.Images(rows, Pixels, Classes), null);
        }

        var all = Fashion(FashionRows);
        return (all.Slice(ValidationRows, FashionRows), all.Slice(0, ValidationRows));
    }

    /// <summary>The 11,610 rows that the walkthrough trains on, scaled, float32.</summary>
    public Samples Housing() => IsQuick ? Drawn.Rows(320, HousingColumns) : housing.Value;

    /// <summary>Reads the real data, so that what is missing is known before all the work.</summary>
    /// <exception cref="IOException">A data set is not to be had.</exception>
    public void LoadData()
    {
        if (!IsQuick)
        {
            (_, _) = (fashion.Value, housing.Value);
        }
    }

    /// <summary>Adds every peer that trains, with each number of threads.</summary>
    public IReadOnlyList<(string Peer, IContender Contender)> AddPeers(
        Race race,
        TrainingWork work
    ) => Add(race, (peer, threads) => peer.Training(work, threads));

    /// <summary>Adds every peer, with each number of threads.</summary>
    public IReadOnlyList<(string Peer, IContender Contender)> AddPeers(
        Race race,
        PredictionWork work
    ) => Add(race, (peer, threads) => peer.Prediction(work, threads));

    private static Samples ScaledHousing(string? folder)
    {
        var data = CaliforniaHousing.Load(folder);
        var (train, _) = Split.TrainTestSplit(
            new Samples(data.Features, data.Target),
            trainSize: HousingRows,
            testSize: 1
        );
        var scaler = new StandardScaler();
        scaler.Fit(train.X);
        return new(scaler.Transform(train.X).ToFloat32(), train.Y.ToFloat32());
    }

    private List<(string Peer, IContender Contender)> Add(
        Race race,
        Func<IPeer, int, IContender?> make
    )
    {
        var added = new List<(string, IContender)>();
        foreach (var peer in Peers)
        {
            foreach (var threads in ThreadCounts)
            {
                if (make(peer, threads) is { } contender)
                {
                    added.Add((peer.Name, race.Add(contender)));
                }
            }
        }

        return added;
    }
}

/// <summary>What was asked for.</summary>
/// <param name="Only">Names of works; all when empty.</param>
/// <param name="Rounds">Rounds of each race; null takes the usual number.</param>
/// <param name="Quick">A trial: tiny work on drawn data, never held against anything.</param>
/// <param name="Data">Folder of the data sets; null takes MLP_DATA, or the user's cache.</param>
/// <param name="PeersFolder">Where the work of <c>gpu</c> is written for other programs; null for nowhere.</param>
internal sealed record BenchOptions(
    IReadOnlyList<string> Only,
    int? Rounds = null,
    bool Quick = false,
    string? Data = null,
    string? PeersFolder = null
);
