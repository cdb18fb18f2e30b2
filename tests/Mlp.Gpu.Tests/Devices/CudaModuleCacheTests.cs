namespace Mlp.Gpu.Tests.Devices;

/// <summary>Compiled modules on disk.</summary>
public sealed class CudaModuleCacheTests
{
    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("mlp").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void What_was_written_is_read_and_nothing_else_lies_beside_it()
    {
        var cache = new CudaModuleCache(Path.Combine(folder, "new"));
        var file = cache.FileFor("source", ["--a"], 12040);

        Assert.That(CudaModuleCache.Read(file), Is.Null);
        CudaModuleCache.Write(file, [1, 2, 3]);

        Assert.That(CudaModuleCache.Read(file), Is.EqualTo(new byte[] { 1, 2, 3 }));
        Assert.That(Directory.GetFiles(Path.GetDirectoryName(file)!), Has.Length.EqualTo(1));
    }

    [Test]
    public void Source_options_and_driver_each_make_another_file()
    {
        var cache = new CudaModuleCache(folder);
        string[] files =
        [
            cache.FileFor("source", ["--a"], 12040),
            cache.FileFor("source2", ["--a"], 12040),
            cache.FileFor("source", ["--b"], 12040),
            cache.FileFor("source", ["--a"], 12050),
        ];

        Assert.That(files, Is.Unique);
        Assert.That(cache.FileFor("source", ["--a"], 12040), Is.EqualTo(files[0]));
    }

    [Test]
    public void A_folder_that_cannot_be_written_is_no_failure()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "in the way");

        Assert.DoesNotThrow(() =>
            CudaModuleCache.Write(Path.Combine(file, "below", "x.image"), [1])
        );
    }

    [Test]
    public void A_file_that_cannot_be_read_is_as_none()
    {
        var file = Path.Combine(folder, "x.image");
        using var held = new FileStream(
            file,
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None
        );

        Assert.That(CudaModuleCache.Read(file), Is.Null);
    }

    [Test]
    [NonParallelizable]
    public void The_cache_of_the_user_has_a_whole_path_before_his_folder_is_there()
    {
        const string Home = "XDG_DATA_HOME";
        var before = Environment.GetEnvironmentVariable(Home);
        Environment.SetEnvironmentVariable(Home, Path.Combine(folder, "missing"));
        try
        {
            Assert.That(Path.IsPathRooted(CudaModuleCache.Default.FileFor("source", [], 12040)));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Home, before);
        }
    }
}
