using Mlp;
using Mlp.OnnxRuntime;

namespace Conform;

internal static partial class BackendCatalog
{
    static partial void AddOnnxRuntime(Dictionary<string, Func<int?, IBackend>> makers) =>
        makers["ort"] = threads => new OrtBackend(threads);
}
