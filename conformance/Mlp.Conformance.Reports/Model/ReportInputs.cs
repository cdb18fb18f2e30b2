namespace Mlp.Conformance.Reports;

/// <summary>All that a report is made of. What is null was not given, and the report says so.</summary>
/// <param name="Suite">Name and version of the cases, or the files that they are from.</param>
/// <param name="Cases">The cases, in the order of their families.</param>
/// <param name="Backends">What each backend gave, in the order of columns.</param>
/// <param name="Made">When the report is made: nothing here looks at a clock.</param>
public sealed record ReportInputs(
    string Suite,
    IReadOnlyList<Case> Cases,
    IReadOnlyList<BackendResults> Backends,
    DateTimeOffset Made
)
{
    /// <summary>Earlier results, held against those of the backend of the same name.</summary>
    public BackendResults? Baseline { get; init; }

    /// <summary>The mutants and what killed them.</summary>
    public Given<IReadOnlyList<MutantRow>>? Mutants { get; init; }

    /// <summary>Times of the native backend and of other libraries.</summary>
    public Given<SpeedTable>? Speed { get; init; }

    /// <summary>Histories of trainings on data of the user's own.</summary>
    public IReadOnlyList<TrainingHistory> Histories { get; init; } = [];
}

/// <summary>Something with the name of the file that it is from.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Source">The file.</param>
/// <param name="Value">What was in it.</param>
public sealed record Given<T>(string Source, T Value);

/// <summary>What one backend gave.</summary>
/// <param name="Name">Name of the backend.</param>
/// <param name="Source">The file that its results are from, or that they were made now.</param>
/// <param name="Environment">What ran: implementation, version, device, ...</param>
/// <param name="Results">By id of the case.</param>
/// <param name="Declines">What it does not do, or does otherwise.</param>
/// <param name="Command">What runs or judges one of its cases, but for the id, which comes last.</param>
public sealed record BackendResults(
    string Name,
    string Source,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyDictionary<string, Result> Results,
    IReadOnlyList<Decline> Declines,
    string Command
);

/// <summary>One mutant: the truth with one place changed.</summary>
/// <param name="Wrong">What it does wrong.</param>
/// <param name="Family">The family that must kill it.</param>
/// <param name="Name">Its name.</param>
/// <param name="First">The first case that kills it; null where none does.</param>
/// <param name="Killers">How many cases of the family kill it.</param>
/// <param name="Cases">How many cases the family has.</param>
public sealed record MutantRow(
    string Wrong,
    string Family,
    string Name,
    string? First,
    int Killers,
    int Cases
);

/// <summary>Times, as they were measured on one machine.</summary>
/// <param name="Machine">The machine and the libraries, in words.</param>
/// <param name="Works">The pieces of work.</param>
public sealed record SpeedTable(string Machine, IReadOnlyList<SpeedWork> Works);

/// <summary>One piece of work.</summary>
/// <param name="Title">What is done.</param>
/// <param name="Unit">What times are told of: <c>us a step</c>.</param>
/// <param name="Measured">When, and at which commit.</param>
/// <param name="Times">Everyone's times.</param>
/// <param name="Goals">What was due, and what was measured.</param>
public sealed record SpeedWork(
    string Title,
    string Unit,
    string Measured,
    IReadOnlyList<SpeedTime> Times,
    IReadOnlyList<SpeedGoal> Goals
);

/// <summary>The times of one contender.</summary>
/// <param name="Name">Who.</param>
/// <param name="Median">The middle.</param>
/// <param name="High">The 95th percentile.</param>
public sealed record SpeedTime(string Name, double Median, double High);

/// <summary>One goal.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Due">What was due, with its unit.</param>
/// <param name="Measured">What was measured, with its unit.</param>
/// <param name="Outcome">Met, missed, or why neither.</param>
/// <param name="IsMet">Whether it is met.</param>
public sealed record SpeedGoal(
    string Name,
    string Due,
    string Measured,
    string Outcome,
    bool IsMet
);

/// <summary>The figures of one training, epoch by epoch.</summary>
/// <param name="Title">What was trained. Trainings of one title share their pictures.</param>
/// <param name="Series">Which of them this is: the backend, mostly.</param>
/// <param name="Epochs">Numbers of the epochs, from 1.</param>
/// <param name="Figures">By name, each one value an epoch.</param>
public sealed record TrainingHistory(
    string Title,
    string Series,
    IReadOnlyList<double> Epochs,
    IReadOnlyDictionary<string, double[]> Figures
);
