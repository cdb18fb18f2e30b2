namespace Mlp.Conformance;

/// <summary>What a person needs to know of a bad verdict.</summary>
public static class FailureText
{
    /// <summary>Case id, backend, first bad index, expected, actual, error against bound, name and formula of the bound, and the command that runs just this case.</summary>
    public static string Of(Verdict verdict) => throw new NotImplementedException();
}
