namespace Mlp.Conformance;

/// <summary>
/// Runs cases on one backend. Only data is moved here: what comes out is what the backend gave, in the tree that the case
/// expects (its names are read, its values are not).
/// </summary>
/// <param name="backend">The backend.</param>
/// <param name="dataFolder">Folder of the real data sets (<c>fashion-mnist</c>, <c>california-housing</c>); null for none.</param>
public sealed class Runner(IBackend backend, string? dataFolder = null)
{
    /// <summary>The backend that runs.</summary>
    public IBackend Backend => backend;

    /// <summary>Folder of the real data sets.</summary>
    public string? DataFolder => dataFolder;

    /// <summary>Runs one case in its <see cref="Case.DType"/>. Never throws for what backend or case do; the result says it.</summary>
    public Result Run(Case value) => throw new NotImplementedException();

    /// <summary>Runs cases one after another, as they are asked for.</summary>
    public IEnumerable<Result> Run(IEnumerable<Case> cases) => cases.Select(Run);
}
