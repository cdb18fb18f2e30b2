using System.Globalization;

namespace Conform.Tests;

/// <summary>A folder for each test, for tables and what is made of them.</summary>
public abstract class TableFolder
{
    /// <summary>The folder.</summary>
    protected string Folder { get; private set; } = "";

    [SetUp]
    public void MakeFolder() => Folder = Directory.CreateTempSubdirectory("conform").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(Folder, recursive: true);

    /// <summary>A weight, a code and a class: of any number of rows the same codes and classes.</summary>
    protected static string Words(int rows, int shift) =>
        "w,x,kind\n"
        + string.Concat(
            Enumerable
                .Range(0, rows)
                .Select(i => $"{1 + (i % 2)},{i % 4},{"uv"[(i / 4 + (shift * i)) % 2]}\n")
        );

    /// <summary>Two sizes, a colour, and a kind that the sizes tell.</summary>
    protected static string Flowers(int rows)
    {
        var random = new Random(5);
        var lines = Enumerable
            .Range(0, rows)
            .Select(i =>
            {
                var large = i % 2 == 0;
                var size = (large ? 6 : 2) + random.NextDouble();
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{size:F3},{size + random.NextDouble():F3},{(i % 3 == 0 ? "red" : "blue")},{(large ? "large" : "small")}\n"
                );
            });
        return "width,length,colour,kind\n" + string.Concat(lines);
    }

    /// <summary>A path in the folder.</summary>
    protected string In(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file into the folder.</summary>
    protected string Write(string name, string text)
    {
        File.WriteAllText(In(name), text);
        return In(name);
    }
}
