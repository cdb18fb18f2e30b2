namespace Mlp.TorchSharp;

/// <summary>
/// The independent reference: every formula of its own, in torch tensors, every gradient by autograd. Plain and slow on
/// purpose. Names: <c>torch:cpu</c>, <c>torch:cuda</c>.
/// </summary>
public sealed class TorchBackend : IBackend
{
    private readonly TorchSession session;

    /// <summary>Loads torch, checks it and pins what could change numbers: threads, deterministic algorithms, TF32 off.</summary>
    /// <param name="name"><c>torch:cpu</c> or <c>torch:cuda</c>.</param>
    /// <param name="threads">
    /// Threads of an operation; null for one. Sums are cut by threads, so with one the same bits come on any number of cores,
    /// and small nets train no slower.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">Threads are not positive.</exception>
    /// <exception cref="NotSupportedException">The backend does not run here; the message is that of <see cref="WhyUnavailable"/>.</exception>
    public TorchBackend(string name = "torch:cpu", int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1, nameof(threads));
        session = new TorchSession(name, threads ?? 1);
        Name = name;
        Environment = session.Describe();
        Operations = new TorchOperations(session);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <inheritdoc/>
    public IOperations Operations { get; }

    /// <summary>Null where the backend of that name runs here, else the reason in one line. Never throws.</summary>
    public static string? WhyUnavailable(string name = "torch:cpu") =>
        TorchSession.WhyUnavailable(name);

    /// <inheritdoc/>
    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights)
    {
        session.Enter();
        return new TorchModel(session, model, compile, weights);
    }
}
