using Conform.Testees;
using Mlp.Conformance;
using Mlp.Gpu;

namespace Conform.Isolation;

/// <summary>
/// A backend in a worker, a process of its own. A case that ends the worker, runs too long or takes too much memory has erred, by name,
/// and the next one runs in a new worker. Results are the bits that the backend gave: cases and results travel as files have them.
/// </summary>
internal sealed class Isolated : ITestee
{
    // A worker that ends between cases, or before its first one, was not ended by any of them.
    private const int Attempts = 3;

    private static readonly TimeSpan StartTime = TimeSpan.FromMinutes(3);

    private readonly string[] arguments;
    private readonly Limits limits;
    private Worker? worker;
    private long atRest;

    // Why there are no more workers.
    private string? broken;

    private Isolated(string name, string[] arguments, Limits limits)
    {
        Name = name;
        Environment = new Dictionary<string, string>();
        this.arguments = arguments;
        this.limits = limits;
    }

    public string Name { get; private set; }

    public IReadOnlyDictionary<string, string> Environment { get; private set; }

    /// <summary>Starts a worker with the backend of that name.</summary>
    /// <param name="name">As <c>--backend</c> has it.</param>
    /// <param name="threads">Threads of the backend.</param>
    /// <param name="data">Folder of the real data sets.</param>
    /// <param name="limits">What a case may take.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NotSupportedException">The backend cannot be had here; the message says why.</exception>
    /// <exception cref="DeviceException">Its device does not do; the message says why.</exception>
    /// <exception cref="ArgumentException">It takes more memory than a case may.</exception>
    public static Isolated Start(
        string name,
        int? threads,
        string? data,
        Limits limits,
        CancellationToken cancellation
    )
    {
        var testee = new Isolated(name, WorkerVerb.Arguments(name, threads, data), limits);
        try
        {
            testee.StartWorker(cancellation);
            return testee;
        }
        catch
        {
            testee.Dispose();
            throw;
        }
    }

    public Result Run(Case value, CancellationToken cancellation)
    {
        // Of what is due the worker needs the names, and whether it is a refusal.
        var line = CaseJson.Write(value with { Expected64 = null, Truth = null, Bounds = null });
        for (var attempt = 1; ; attempt++)
        {
            if (worker is null && broken is null)
            {
                StartAgain(cancellation);
            }

            if (broken is not null)
            {
                return Erred(value, broken);
            }

            if (Answered(value, line, attempt == Attempts, cancellation) is { } result)
            {
                return result;
            }
        }
    }

    public void Dispose()
    {
        worker?.Leave();
        worker = null;
    }

    /// <summary>The result; null if the worker had ended before the case began.</summary>
    private Result? Answered(Case value, string line, bool last, CancellationToken cancellation)
    {
        var begun = last;
        var since = new AwakeTime();
        worker!.Send(line);
        while (true)
        {
            var (what, said, _) = Wait(since, limits, cancellation);
            switch (what)
            {
                case Worker.Event.Line when said is WorkerLine.Begun:
                    begun = true;
                    break;
                case Worker.Event.Line
                    when said is WorkerLine.Answer { Result: var result } && result.Id == value.Id:
                    Rest();
                    return result;
                case Worker.Event.Line:
                    EndWorker();
                    return Erred(value, "What the worker answered to this case cannot be read.");
                case Worker.Event.TooLate:
                    EndWorker();
                    return Erred(
                        value,
                        FormattableString.Invariant(
                            $"The worker was ended: this case took more than {limits.Time.TotalSeconds} s (--case-timeout)."
                        )
                    );
                case Worker.Event.TooLarge:
                    EndWorker();
                    return Erred(
                        value,
                        $"The worker was ended: in this case it held more than {Limits.Text(limits.Memory)} (--memory-limit)."
                    );
                default:
                    var end = EndOfWorker();
                    return begun
                        ? Erred(value, $"The worker {end.How} in this case{end.Said}")
                        : null;
            }
        }
    }

    // A device that was lost in the middle of a run takes no results with it: the cases that are left err by name.
    private void StartAgain(CancellationToken cancellation)
    {
        try
        {
            StartWorker(cancellation);
        }
        catch (DeviceException lost)
        {
            broken = lost.Message;
        }
    }

    private void StartWorker(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            worker = Worker.Start(arguments);
            var (what, said, line) = Wait(
                new AwakeTime(),
                limits with
                {
                    Time = StartTime,
                },
                cancellation
            );
            switch (what)
            {
                case Worker.Event.Line when said is WorkerLine.Ready ready:
                    (Name, Environment) = (ready.Name, ready.Environment);
                    atRest = worker.Memory;
                    // It may be ready before anyone has glanced at it.
                    if (atRest > limits.Memory)
                    {
                        throw TooLarge();
                    }

                    return;
                case Worker.Event.Line when said is WorkerLine.Refused refused:
                    EndWorker();
                    throw new NotSupportedException(refused.Message);
                case Worker.Event.Line when said is WorkerLine.DeviceFailed failed:
                    EndWorker();
                    throw new DeviceException(failed.Message);
                case Worker.Event.Line:
                    EndWorker();
                    var quoted = Complaints.Shared(Complaints.Beginning(line));
                    broken =
                        $"What the worker said first cannot be read{(quoted is null ? "." : $": {quoted}")}";
                    return;
                case Worker.Event.TooLarge:
                    throw TooLarge();
                case Worker.Event.Ended when attempt == Attempts:
                    var end = EndOfWorker();
                    broken = $"The worker {end.How} before it took a case{end.Said}";
                    return;
                case Worker.Event.Ended:
                    EndWorker();
                    break;
                default:
                    EndWorker();
                    broken =
                        $"The worker was ended: it was not ready within {StartTime.TotalSeconds} s.";
                    return;
            }
        }
    }

    private ArgumentException TooLarge()
    {
        EndWorker();
        return new(
            $"{Name} takes more than {Limits.Text(limits.Memory)} before its first case; give it a larger --memory-limit."
        );
    }

    private (Worker.Event Event, WorkerLine? Said, string Line) Wait(
        AwakeTime since,
        Limits within,
        CancellationToken cancellation
    )
    {
        try
        {
            var (what, line) = worker!.Wait(since, within, cancellation);
            return (what, what == Worker.Event.Line ? Read(line) : null, line);
        }
        catch (OperationCanceledException)
        {
            EndWorker();
            throw;
        }
    }

    // What earlier cases left behind must not be laid to a later one.
    private void Rest()
    {
        if (worker!.Memory > atRest + ((limits.Memory - atRest) / 2))
        {
            worker.Leave();
            worker = null;
        }
    }

    private void EndWorker()
    {
        worker!.Dispose();
        worker = null;
    }

    private (string How, string Said) EndOfWorker()
    {
        var (how, said) = worker!.End();
        EndWorker();
        return (how, said is null ? "." : $"; it said: {said}");
    }

    private static WorkerLine? Read(string line)
    {
        try
        {
            return WorkerLine.Read(line);
        }
        catch (InvalidCaseException)
        {
            return null;
        }
    }

    private Result Erred(Case value, string message) =>
        new(value.Id, Name, ResultStatus.Error, Node.Map.Empty, message);
}
