namespace Benchmarks;

/// <summary>The libraries that this build can be measured against. One that was left out of it is absent, and so are the goals it stands in.</summary>
internal static partial class Peer
{
    public const string TorchSharp = "TorchSharp";
    public const string OnnxRuntime = "ONNX Runtime";

    /// <summary>Those that run here.</summary>
    /// <param name="absent">Told of each that does not: its name, and the reason in one line.</param>
    public static IReadOnlyList<IPeer> Available(Action<string, string> absent)
    {
        var makers = new Dictionary<string, Func<IPeer>>();
        AddTorchSharp(makers);
        AddOnnxRuntime(makers);
        var all = new List<IPeer>();
        foreach (var name in new[] { TorchSharp, OnnxRuntime })
        {
            if (!makers.TryGetValue(name, out var make))
            {
                absent(name, "it was left out of this build");
                continue;
            }

            try
            {
                all.Add(make());
            }
            catch (Exception problem)
                when (problem
                        is DllNotFoundException
                            or TypeInitializationException
                            or PlatformNotSupportedException
                )
            {
                absent(name, problem.Message);
            }
        }

        return all;
    }

    // Each lies in a folder of its own; without it these do nothing.
    static partial void AddTorchSharp(Dictionary<string, Func<IPeer>> makers);

    static partial void AddOnnxRuntime(Dictionary<string, Func<IPeer>> makers);
}
