namespace Mlp.Data.Tests;

/// <summary>What was cancelled throws, and leaves no file half or half-changed.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class CancellationTests : IDisposable
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void Tables_are_not_read_on()
    {
        var csv = folder.Write("table.csv", "a,b\n1,2\n3,4\n");
        var parquet = folder["table.parquet"];
        ParquetTable.Write(parquet, new(("a", new double[] { 1, 2 })));

        Stops(() => Csv.Read(csv, cancellation: Cancelled));
        Stops(() => Csv.ReadTexts(csv, Cancelled));
        Stops(() => ParquetTable.Read(parquet, cancellation: Cancelled));
        Stops(() => ParquetTable.ReadTexts(parquet, Cancelled));
        Stops(() => TextTable.Read(csv, Cancelled));
        Stops(() => TextTable.Read(parquet, Cancelled));
    }

    [Test]
    public void A_table_stops_in_its_midst()
    {
        using var source = new CancellationTokenSource();
        var records = new CsvRecords(new StringReader("1\n2\n"), "midst", source.Token);

        Assert.That(records.Next());
        source.Cancel();
        Stops(() => records.Next());
    }

    [Test]
    public void A_download_keeps_nothing_of_the_file_that_was_on_its_way()
    {
        using var source = new CancellationTokenSource();
        var folders = new DataFolders(
            null,
            folder["cache"],
            _ =>
            {
                source.Cancel();
                throw new TaskCanceledException("cancelled");
            }
        )
        {
            Cancellation = source.Token,
        };

        Stops(() => FashionMnist.Load(null, folders));
        Assert.That(
            Directory.EnumerateFiles(folder["cache"], "*", SearchOption.AllDirectories),
            Is.Empty
        );
    }

    [Test]
    public void A_download_that_takes_too_long_is_no_cancellation()
    {
        var folders = new DataFolders(
            null,
            folder["cache"],
            _ => throw new TaskCanceledException("timed out")
        );

        Assert.That(
            () => FashionMnist.Load(null, folders),
            Throws.InstanceOf<IOException>().With.Message.Contains("timed out")
        );
    }

    [Test]
    public void An_earlier_file_of_a_model_stays_whole()
    {
        var path = folder["model.safetensors"];
        var model = new ModelSpec([new Input(2), new Dense(3)]);
        var saved = new SavedModel(
            model,
            new("mse", "sgd"),
            new(InitialWeights.Create(model, 1), 0, new Dictionary<string, Weights>())
        );
        saved.Save(path);
        var before = File.ReadAllBytes(path);

        Stops(() => (saved with { State = saved.State with { Steps = 9 } }).Save(path, Cancelled));

        Assert.That(File.ReadAllBytes(path), Is.EqualTo(before));
        Assert.That(Directory.GetFiles(folder.Path), Is.EqualTo(new[] { path }));
    }

    private static void Stops(Action call) =>
        Assert.That(call, Throws.InstanceOf<OperationCanceledException>());
}
