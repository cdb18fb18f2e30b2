namespace Mlp.Data;

// What a seed is used for: numbers of one purpose say nothing about those of another.
internal static class Streams
{
    public const int RowOrder = 1;
    public const int Weights = 2;
    public const int Split = 3;
}
