namespace Mlp.Data;

/// <summary>
/// Fashion-MNIST: 60,000 and 10,000 images of 28 x 28 gray bytes in ten classes. Inputs are uint8 <c>[n, 28, 28]</c>, which
/// models scale by 1/255 on the way in; labels are int64 <c>[n]</c>, 0 to 9.
/// Source: Xiao, Rasul and Vollgraf 2017; MIT License, Copyright (c) 2017 Zalando SE.
/// </summary>
/// <param name="Train">60,000 images and labels.</param>
/// <param name="Test">10,000 images and labels.</param>
public sealed record FashionMnist(Samples Train, Samples Test)
{
    private const string Folder = "fashion-mnist";

    private static readonly DataFile[] Files =
    [
        File(
            "train-images-idx3-ubyte.gz",
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"
        ),
        File(
            "train-labels-idx1-ubyte.gz",
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"
        ),
        File(
            "t10k-images-idx3-ubyte.gz",
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"
        ),
        File(
            "t10k-labels-idx1-ubyte.gz",
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"
        ),
    ];

    /// <summary>What the labels mean.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
    [
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ];

    /// <summary>
    /// Reads the four original files: from the folder, else from the one that the variable MLP_DATA names (either may hold
    /// them or a folder <c>fashion-mnist</c> with them), else from the user's cache, into which they are downloaded over
    /// HTTPS and checked by SHA-256 the first time.
    /// </summary>
    /// <param name="folder">Where the files lie; null for MLP_DATA, else the cache.</param>
    /// <param name="cancellation">Stops reading and downloading; nothing is kept half.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="FileNotFoundException">The folder named does not hold the files.</exception>
    /// <exception cref="IOException">The files could not be downloaded.</exception>
    /// <exception cref="InvalidDataException">A file is not what it should be.</exception>
    public static FashionMnist Load(
        string? folder = null,
        CancellationToken cancellation = default
    ) => Load(folder, DataFolders.Of(cancellation));

    /// <summary>Whether <see cref="Load(string?, CancellationToken)"/> would find the files without downloading.</summary>
    public static bool IsAvailable(string? folder = null) =>
        DataFolders.Default.Find(Folder, folder, Array.ConvertAll(Files, file => file.Name))
            is not null;

    internal static FashionMnist Load(string? folder, DataFolders folders)
    {
        var place = folders.FindOrDownload(Folder, folder, Files);
        folders.Cancellation.ThrowIfCancellationRequested();
        var train = Read(place, Files[0], Files[1], 60_000);
        folders.Cancellation.ThrowIfCancellationRequested();
        return new(train, Read(place, Files[2], Files[3], 10_000));
    }

    private static Samples Read(string place, DataFile images, DataFile labels, int rows)
    {
        var x = Idx.Read(Path.Combine(place, images.Name));
        Expect(x, Path.Combine(place, images.Name), rows, 28, 28);
        var y = Idx.Read(Path.Combine(place, labels.Name));
        Expect(y, Path.Combine(place, labels.Name), rows);
        return new(x, Array.ConvertAll(y.Values.ToArray(), label => (long)label));
    }

    private static void Expect(Tensor tensor, string path, params int[] shape)
    {
        if (!tensor.Shape.SequenceEqual(shape))
        {
            throw new InvalidDataException(
                $"{path} holds {tensor}; Fashion-MNIST has {Tensor.FormatShape(shape)} there."
            );
        }
    }

    private static DataFile File(string name, string sha256) =>
        new(
            name,
            new(
                $"https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/{name}"
            ),
            sha256
        );
}
