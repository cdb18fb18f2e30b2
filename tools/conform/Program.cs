using System.CommandLine;
using Conform;
using Conform.Verbs;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    // No terminal to fit into: tables keep their lines whole.
    AnsiConsole.Profile.Width = 240;
}

var root = RootVerb.Create();
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
