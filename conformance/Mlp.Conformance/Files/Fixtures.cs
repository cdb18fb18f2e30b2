namespace Mlp.Conformance;

/// <summary>The suite that travels inside this assembly. Loaded once, when first asked for; every hash is checked.</summary>
public static class Fixtures
{
    /// <summary>Name and version of the suite, for the record of results.</summary>
    public static string Version => Manifest.Suite;

    /// <summary>What the suite must hold.</summary>
    /// <exception cref="InvalidCaseException">The assembly was built without fixtures.</exception>
    public static Manifest Manifest => throw new NotImplementedException();

    /// <summary>All cases, family by family, golden ones before imported ones.</summary>
    public static IReadOnlyList<Case> All => throw new NotImplementedException();

    /// <summary>The cases of one family.</summary>
    public static IReadOnlyList<Case> Of(string family) => throw new NotImplementedException();
}
