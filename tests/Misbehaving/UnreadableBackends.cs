namespace Misbehaving;

/// <summary>Has no name.</summary>
public sealed class Nameless : BrokenBackend
{
    public override string Name => null!;
}

/// <summary>Has nothing to say of its device, and says that.</summary>
public sealed class SaysNull : BrokenBackend
{
    public override IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string> { ["device"] = null! };
}

/// <summary>Has no name, and tells where it lies.</summary>
public sealed class SaysItsPath : BrokenBackend
{
    public override string Name => null!;

    public override IReadOnlyDictionary<string, string> Environment { get; } =
        new Dictionary<string, string> { ["library"] = "/home/somebody/lib.so" };
}
