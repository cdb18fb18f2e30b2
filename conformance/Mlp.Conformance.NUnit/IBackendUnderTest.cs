namespace Mlp.Conformance.NUnit;

/// <summary>A backend to hold to the golden cases. Implement it, and inherit <see cref="ConformanceSuite{TBackend}"/>.</summary>
public interface IBackendUnderTest
{
    /// <summary>Name as in results and test categories; no comma, plus, minus or exclamation mark.</summary>
    static abstract string Name { get; }

    /// <summary>The backend. Called once for all cases.</summary>
    /// <exception cref="NotSupportedException">This machine cannot run it: its tests are then skipped by name, with this message.</exception>
    static abstract IBackend Create();

    /// <summary>What the backend does not do, or does otherwise: by rule, with reasons. A rule that no longer holds fails.</summary>
    static virtual IReadOnlyList<Decline> Declines => [];
}
