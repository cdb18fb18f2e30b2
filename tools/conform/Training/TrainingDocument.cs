using Mlp;

namespace Conform.Training;

/// <summary>
/// Trainings as one JSON document. While it is open, what is told on the way goes to standard error, so that it does not stand within
/// the document.
/// </summary>
internal sealed class TrainingDocument : IDisposable
{
    private readonly TextWriter output = Console.Out;
    private readonly List<object> runs = [];

    public TrainingDocument() => Console.SetOut(Console.Error);

    /// <summary>Keeps what a training came to.</summary>
    public void Add(int seed, Trained trained) =>
        runs.Add(
            new
            {
                seed,
                history = trained.History.Keys.ToDictionary(
                    key => key,
                    key => trained.History[key]
                ),
                test = Json.Of(trained.Test),
                diagnosis = trained.History.Diagnose(trained.Baseline).Findings,
                trained.Diverged,
            }
        );

    /// <summary>Prints all of them.</summary>
    public void Write()
    {
        Console.SetOut(output);
        Json.Write(new { runs });
    }

    public void Dispose() => Console.SetOut(output);
}
