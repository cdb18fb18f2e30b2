using Mlp;
using Mlp.TorchSharp;

namespace Conform;

internal static partial class BackendCatalog
{
    static partial void AddTorchSharp(Dictionary<string, Func<int?, IBackend>> makers)
    {
        foreach (var name in (string[])["torch:cpu", "torch:cuda"])
        {
            makers[name] = threads => new TorchBackend(name, threads);
        }
    }
}
