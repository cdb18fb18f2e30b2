namespace Benchmarks;

/// <summary>One way to do a piece of work that several do, so that only time may differ.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Name in tables.</summary>
    string Name { get; }

    /// <summary>Steps, calls or passes in one run: times are told for one of them.</summary>
    double Units { get; }

    /// <summary>Brings everything back to the start; not timed.</summary>
    void Prepare();

    /// <summary>Does the whole work; timed.</summary>
    void Run();

    /// <summary>Figures that everyone who did the same work comes to: losses, or predictions. Empty for a ceiling, which does no work.</summary>
    IReadOnlyList<double> Result { get; }
}
