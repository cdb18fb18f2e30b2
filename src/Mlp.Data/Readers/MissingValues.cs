namespace Mlp.Data;

/// <summary>What a reader does about a value that is not there: an empty field, a null.</summary>
public enum MissingValues
{
    /// <summary>Refuse the file, naming the place.</summary>
    Refuse,

    /// <summary>Read NaN.</summary>
    AsNaN,
}
