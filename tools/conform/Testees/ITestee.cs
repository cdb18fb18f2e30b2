using Mlp.Conformance;

namespace Conform.Testees;

/// <summary>Whatever answers cases for this tool: a backend in this process, or one in a worker.</summary>
internal interface ITestee : IDisposable
{
    /// <summary>Name of the backend, as in its results.</summary>
    string Name { get; }

    /// <summary>What runs.</summary>
    IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The result of a case. What the backend does is in it.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Result Run(Case value, CancellationToken cancellation);
}
