namespace Mlp;

/// <summary>How far a pass over rows is.</summary>
/// <param name="Done">Rows done.</param>
/// <param name="Rows">All rows.</param>
public readonly record struct RowProgress(int Done, int Rows);
