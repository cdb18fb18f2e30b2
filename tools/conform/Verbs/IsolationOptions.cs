using System.CommandLine;
using Conform.Isolation;

namespace Conform.Verbs;

/// <summary>The options by which cases run in a process of their own.</summary>
internal sealed class IsolationOptions
{
    private readonly Option<bool> isolate = new("--isolate")
    {
        Description =
            "Run each backend in a worker process: a case that crashes, hangs or eats memory fails by name, and the run goes on.",
    };

    private readonly Option<double?> time = new("--case-timeout")
    {
        Description = "With --isolate: seconds that a case may take; 120 when left out.",
    };

    private readonly Option<string?> memory = new("--memory-limit")
    {
        Description =
            "With --isolate: memory that a worker may hold, as in 512m or 2g; half of what there is when left out.",
    };

    /// <summary>Gives a verb these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(isolate);
        command.Add(time);
        command.Add(memory);
    }

    /// <summary>What a case may take in a worker; null to run in this process.</summary>
    /// <exception cref="ArgumentException">A limit is none, or there is one without workers.</exception>
    public Limits? Limits(ParseResult parsed)
    {
        var (seconds, bytes) = (parsed.GetValue(time), parsed.GetValue(memory));
        return parsed.GetValue(isolate) ? Isolation.Limits.Of(seconds, bytes)
            : seconds is null && bytes is null ? null
            : throw new ArgumentException(
                $"{(seconds is null ? memory.Name : time.Name)} holds for workers only: add --isolate."
            );
    }
}
