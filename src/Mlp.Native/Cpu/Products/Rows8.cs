namespace Mlp.Native;

/// <summary>Where 8 rows begin after the first of them: multiples taken once, not in every turn of a loop.</summary>
/// <param name="row">Values from one row to the next.</param>
internal readonly struct Rows8(nint row)
{
    public readonly nint R1 = row;
    public readonly nint R2 = 2 * row;
    public readonly nint R3 = 3 * row;
    public readonly nint R4 = 4 * row;
    public readonly nint R5 = 5 * row;
    public readonly nint R6 = 6 * row;
    public readonly nint R7 = 7 * row;
}
