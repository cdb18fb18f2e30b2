using Mlp.Gpu;

namespace Benchmarks;

/// <summary>Everything that can be measured, in the order of the report.</summary>
internal static class WorkList
{
    /// <summary>All works.</summary>
    public static IReadOnlyList<IWork> All { get; } =
    [
        new CeilingsWork(),
        new FashionTraining(),
        new LargeBatchTraining(),
        new HousingTraining(),
        new Prediction("predict-1", rows: 1, calls: 200),
        new Prediction("predict-5000", rows: 5_000, calls: 1),
        new WidthSweep(),
        new ManyWorkers(),
        new FirstStep(),
        new Allocation(),
        new GpuTraining(name => new GpuBackend(name)),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(work => work.Name)];

    /// <summary>The works of those names, in the order of the report; all when none is named.</summary>
    /// <exception cref="ArgumentException">A name is unknown.</exception>
    public static IReadOnlyList<IWork> Find(IReadOnlyList<string> names)
    {
        foreach (var name in names.Except(Names))
        {
            throw Mlp.Names.Unknown("benchmark", name, Names);
        }

        return [.. All.Where(work => names.Count == 0 || names.Contains(work.Name))];
    }
}
