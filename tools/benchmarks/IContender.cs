namespace Benchmarks;

/// <summary>One way to do a piece of work that several do, so that only time may differ.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Name in the table.</summary>
    string Name { get; }

    /// <summary>Does the whole work from its start, and returns a figure that every contender must come to: the mean training loss.</summary>
    double Run();
}
