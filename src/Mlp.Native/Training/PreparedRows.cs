namespace Mlp.Native;

/// <summary>Rows as engines take them.</summary>
/// <param name="X">Inputs in the precision; or bytes, which the engine scales by 1/255 on the way in.</param>
/// <param name="Y">Labels in the precision, one row each.</param>
/// <param name="Weights">One weight a row in the precision; null weighs every row 1.</param>
internal sealed record PreparedRows(Tensor X, Tensor Y, Tensor? Weights)
{
    /// <summary>Number of rows.</summary>
    public int Count => X.Rows;

    /// <summary>Prepares rows, with other weights than their own.</summary>
    public static PreparedRows Of(Samples samples, Tensor? weights, Precision precision) =>
        new(Inputs(samples.X, precision), samples.Y.To(precision), weights?.To(precision));

    /// <summary>Inputs in the precision; bytes as they are.</summary>
    public static Tensor Inputs(Tensor x, Precision precision) =>
        x.Type == ElementType.UInt8 ? x : x.To(precision);
}
