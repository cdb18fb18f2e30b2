namespace Mlp;

/// <summary>Rows to train, validate or evaluate on. Rows of all three are paired by position.</summary>
/// <param name="X">Inputs <c>[rows, ...]</c>: float32, float64, or bytes, which are scaled by 1/255 on the way in.</param>
/// <param name="Y">Labels or targets: <c>[rows]</c> or <c>[rows, outputs]</c>.</param>
/// <param name="SampleWeight">One weight a row, <c>[rows]</c> or <c>[rows, 1]</c>; null weighs every row 1.</param>
public sealed record Samples(Tensor X, Tensor Y, Tensor? SampleWeight = null)
{
    /// <summary>Rows without weights: <c>validationData: (x, y)</c>.</summary>
    public static implicit operator Samples((Tensor X, Tensor Y) rows) => new(rows.X, rows.Y);

    /// <summary>Rows with weights: <c>validationData: (x, y, weights)</c>.</summary>
    public static implicit operator Samples((Tensor X, Tensor Y, Tensor SampleWeight) rows) =>
        new(rows.X, rows.Y, rows.SampleWeight);

    /// <summary>Number of rows of <see cref="X"/>.</summary>
    public int Rows => X.Rows;

    /// <summary>Rows <paramref name="start"/> up to <paramref name="end"/> (exclusive) of all three.</summary>
    public Samples Slice(int start, int end) =>
        new(X.Slice(start, end), Y.Slice(start, end), SampleWeight?.Slice(start, end));

    /// <summary>The named rows of all three, in that order.</summary>
    public Samples Gather(ReadOnlySpan<int> rows) =>
        new(X.Gather(rows), Y.Gather(rows), SampleWeight?.Gather(rows));
}
