using Mlp;

namespace Misbehaving;

/// <summary>A backend that cannot even be made, each in a way of its own.</summary>
public abstract class BrokenBackend : IBackend
{
    public virtual string Name => "broken";

    public virtual IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string>();

    public IOperations? Operations => null;

    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights) =>
        throw new NotSupportedException();
}

/// <summary>Says so.</summary>
public sealed class Absent : BrokenBackend
{
    public Absent() => throw new NotSupportedException("There is no such device here.");
}

/// <summary>Takes the process down.</summary>
public sealed class CrashesAtOnce : BrokenBackend
{
    public CrashesAtOnce() => Misdeeds.Do(1);
}
