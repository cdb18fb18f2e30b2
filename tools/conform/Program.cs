using System.CommandLine;
using Conform;
using Conform.Verbs;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // No terminal to fit into: tables keep their lines whole.
    AnsiConsole.Profile.Width = 240;
}

var root = new RootCommand(
    "Holds numerical backends to golden cases, and trains with them. Exit codes: 0 nothing failed; 1 something failed, "
        + "erred or is mistrusted; 2 bad input or usage; 3 nothing was compared."
)
{
    RunVerb.Create(),
    CasesVerb.Create(),
    JudgeVerb.Create(),
    BackendsVerb.Create(),
    TrainVerb.Create(),
    EvaluateVerb.Create(),
    PredictVerb.Create(),
    FixturesVerb.Create(),
    RecordVerb.Create(),
    DiffVerb.Create(),
    CompareVerb.Create(),
    ErrorsVerb.Create(),
    NoiseVerb.Create(),
    BenchVerb.Create(),
    UlpVerb.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine("Try 'conform --help', or 'conform VERB --help'.");
    return ExitCodes.BadInput;
}

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interrupt.Cancel();
};
try
{
    return await parsed.InvokeAsync(
        new() { EnableDefaultExceptionHandler = false },
        interrupt.Token
    );
}
catch (Exception error) when (ExitCodes.IsBadInput(error))
{
    // What the user gave does not do: one line says what and why.
    Console.Error.WriteLine(error.Message);
    return ExitCodes.BadInput;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted.");
    return ExitCodes.BadInput;
}
