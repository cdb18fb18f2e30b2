namespace Mlp.Losses;

/// <summary>How per-sample losses l, with weights w (1 where none are given), become one value. n is their number.</summary>
public enum Reduction
{
    /// <summary>sum(w*l) / n: rows of weight 0 count in n. Keras' default.</summary>
    SumOverBatchSize,

    /// <summary>sum(w*l).</summary>
    Sum,

    /// <summary>w*l, one value a sample.</summary>
    None,

    /// <summary>sum(w*l) / sum(w); 0 where all weights are 0.</summary>
    MeanWithSampleWeight,
}
