namespace Mlp.Gpu;

/// <summary>What the name of a GPU backend asks for.</summary>
/// <param name="Runtime"><c>opencl</c> or <c>cuda</c>, or null for the best there is.</param>
/// <param name="Stays">Whether training takes the persistent path.</param>
internal readonly record struct GpuName(string? Runtime, bool Stays = false)
{
    private static readonly Dictionary<string, GpuName> Known = new()
    {
        ["gpu"] = new(null),
        ["gpu:opencl"] = new("opencl"),
        ["gpu:opencl:general"] = new("opencl"),
        ["gpu:opencl:persistent"] = new("opencl", Stays: true),
        ["gpu:cuda"] = new("cuda"),
        ["gpu:cuda:general"] = new("cuda"),
        ["gpu:cuda:persistent"] = new("cuda", Stays: true),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All => [.. Known.Keys];

    /// <summary>What a name asks for.</summary>
    /// <exception cref="ArgumentException">It is unknown; the message names the nearest known one.</exception>
    public static GpuName Parse(string name) => Names.Find("backend", name, Known);
}
