using Mlp;
using Mlp.Conformance;

namespace Conform.Testees;

/// <summary>A backend in this process: fast, and if it crashes, so does the run.</summary>
internal sealed class InProcess(IBackend backend, string? data) : ITestee
{
    private readonly Runner runner = new(backend, data);

    public string Name => backend.Name;

    public IReadOnlyDictionary<string, string> Environment => backend.Environment;

    public Result Run(Case value, CancellationToken cancellation) =>
        runner.Run(value, cancellation);

    public void Dispose() { }
}
