using System.Reflection;
using System.Security.Cryptography;

namespace Mlp.Data.Tests;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class DataFoldersTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];

    private static readonly DataFile File1 = new(
        "one.bin",
        new("https://example.org/one"),
        Convert.ToHexStringLower(SHA256.HashData(Content))
    );

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void A_folder_given_may_hold_the_files_or_the_folder_of_the_set()
    {
        folder.Write("a/one.bin", Content);
        folder.Write("b/set/one.bin", Content);
        var folders = new DataFolders(folder["nowhere"], folder["cache"], NoFetch);

        Assert.That(folders.FindOrDownload("set", folder["a"], [File1]), Is.EqualTo(folder["a"]));
        Assert.That(
            folders.FindOrDownload("set", folder["b"], [File1]),
            Is.EqualTo(folder["b/set"])
        );
    }

    [Test]
    public void The_variable_comes_before_the_cache_and_after_the_argument()
    {
        folder.Write("a/one.bin", Content);
        folder.Write("variable/one.bin", Content);
        folder.Write("cache/set/one.bin", Content);
        var folders = new DataFolders(folder["variable"], folder["cache"], NoFetch);

        Assert.That(folders.Find("set", folder["a"], ["one.bin"]), Is.EqualTo(folder["a"]));
        Assert.That(folders.Find("set", null, ["one.bin"]), Is.EqualTo(folder["variable"]));
        Assert.That(
            (folders with { Variable = "" }).Find("set", null, ["one.bin"]),
            Is.EqualTo(folder["cache/set"])
        );
    }

    [Test]
    public void A_folder_that_is_named_must_hold_the_files()
    {
        var folders = new DataFolders(null, folder["cache"], NoFetch);

        Refused(folders, folder["a"], "folder given");
        Refused(folders with { Variable = folder["b"] }, null, "MLP_DATA");

        static void Refused(DataFolders folders, string? folder, string message) =>
            Assert.That(
                () => folders.FindOrDownload("set", folder, [File1]),
                Throws
                    .InstanceOf<FileNotFoundException>()
                    .With.Message.Contains(message)
                    .And.Message.Contains("one.bin")
            );
    }

    [Test]
    public void What_is_nowhere_is_downloaded_once_and_checked()
    {
        var fetched = new List<Uri>();
        var folders = new DataFolders(
            null,
            folder["cache"],
            source =>
            {
                fetched.Add(source);
                return Content;
            }
        );

        var first = folders.FindOrDownload("set", null, [File1]);
        var second = folders.FindOrDownload("set", null, [File1]);

        Assert.That((first, second), Is.EqualTo((folder["cache/set"], folder["cache/set"])));
        Assert.That(fetched, Is.EqualTo(new[] { File1.Source }));
        Assert.That(File.ReadAllBytes(folder["cache/set/one.bin"]), Is.EqualTo(Content));
    }

    [Test]
    public void Only_what_is_missing_is_fetched()
    {
        folder.Write("cache/set/two.bin", Content);
        var folders = new DataFolders(
            null,
            folder["cache"],
            source => source == File1.Source ? Content : throw new InvalidOperationException()
        );

        folders.FindOrDownload(
            "set",
            null,
            [File1, File1 with { Name = "two.bin", Source = new("https://example.org/two") }]
        );

        Assert.That(File.Exists(folder["cache/set/one.bin"]));
    }

    [Test]
    public void A_wrong_hash_is_refused_and_nothing_is_kept()
    {
        var folders = new DataFolders(null, folder["cache"], _ => [1, 2, 4]);

        Assert.That(
            () => folders.FindOrDownload("set", null, [File1]),
            Throws
                .InstanceOf<InvalidDataException>()
                .With.Message.Contains(File1.Sha256)
                .And.Message.Contains("https://example.org/one")
        );
        Assert.That(Directory.GetFiles(folder["cache/set"]), Is.Empty);
    }

    [Test]
    public void An_address_that_is_not_https_is_not_asked()
    {
        var folders = new DataFolders(null, folder["cache"], _ => Content);
        var plain = File1 with { Source = new("http://example.org/one") };

        Assert.That(
            () => folders.FindOrDownload("set", null, [plain]),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("only https")
        );
        Assert.That(Directory.GetFiles(folder["cache/set"]), Is.Empty);
    }

    [Test]
    public void Every_file_that_can_be_downloaded_comes_over_https_and_has_a_pinned_SHA_256()
    {
        var files = typeof(DataFile)
            .Assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
            .Select(field => field.GetValue(null))
            .OfType<DataFile[]>()
            .SelectMany(set => set)
            .ToArray();

        Assert.That(files, Has.Length.GreaterThanOrEqualTo(5));
        Assert.Multiple(() =>
        {
            foreach (var file in files)
            {
                Assert.That(file.Source.Scheme, Is.EqualTo("https"), file.Name);
                Assert.That(file.Sha256, Does.Match("^[0-9a-f]{64}$"), file.Name);
            }
        });
    }

    [Test]
    public void Without_a_net_the_error_says_where_to_put_the_files()
    {
        var folders = new DataFolders(
            null,
            folder["cache"],
            _ => throw new HttpRequestException("no net")
        );

        Assert.That(
            () => folders.FindOrDownload("set", null, [File1]),
            Throws
                .InstanceOf<IOException>()
                .With.Message.Contains("no net")
                .And.Message.Contains("MLP_DATA")
                .And.Message.Contains(folder["cache/set"])
        );
    }

    private static byte[] NoFetch(Uri source) =>
        throw new InvalidOperationException(source.ToString());
}
