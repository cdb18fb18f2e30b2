namespace Mlp;

/// <summary>What a finding means for whoever trains.</summary>
public enum FindingKind
{
    /// <summary>A sign of good training.</summary>
    Good,

    /// <summary>Something to know, or to try.</summary>
    Advice,

    /// <summary>Something is likely wrong.</summary>
    Warning,
}

/// <summary>What one rule saw in a history.</summary>
/// <param name="Rule">Name of the rule, as in docs/diagnosis.md: <c>overfitting</c>.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Text">One sentence or two, with the figures that were looked at. Epochs are counted from 1, as they are shown.</param>
/// <param name="Epoch">The epoch it speaks of, from 0; null for the whole training.</param>
public sealed record Finding(string Rule, FindingKind Kind, string Text, int? Epoch = null);
