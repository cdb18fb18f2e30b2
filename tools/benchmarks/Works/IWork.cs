namespace Benchmarks;

/// <summary>A piece of work that is measured: who takes part, and which goals it decides.</summary>
internal interface IWork
{
    /// <summary>As <c>--only</c> takes it.</summary>
    string Name { get; }

    /// <summary>What is done, in one line.</summary>
    string Title { get; }

    /// <summary>What times are told of: <c>us a step</c>.</summary>
    string Unit { get; }

    /// <summary>Whether it needs the real data sets.</summary>
    bool IsOnRealData { get; }

    /// <summary>Measures and judges.</summary>
    /// <exception cref="UnequalWorkException">Contenders came to different results.</exception>
    Figures Measure(Bench bench);
}

/// <summary>What measuring brings.</summary>
/// <param name="Times">Everyone's times.</param>
/// <param name="Verdicts">The goals.</param>
internal sealed record Figures(IReadOnlyList<Times> Times, IReadOnlyList<Verdict> Verdicts)
{
    /// <summary>Other figures, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The sweep over widths, where this is it.</summary>
    public IReadOnlyList<WidthPoint> Widths { get; init; } = [];

    /// <summary>Trainings on a GPU, where this is them.</summary>
    public GpuFigures? Gpu { get; init; }
}
