using System.CommandLine;
using Conform;
using Conform.Verbs;
using Mlp.Gpu;
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

using var interrupt = new Interrupt(parsed);
try
{
    DeviceOption.Apply(parsed);
    return await parsed.InvokeAsync(
        new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
        interrupt.Token
    );
}
catch (Exception error) when (ExitCodes.IsBadInput(error))
{
    // What the user gave does not do: one line says what and why.
    Console.Error.WriteLine(error.Message);
    return ExitCodes.BadInput;
}
catch (DeviceException failed)
{
    // What a device was asked, what it said, and what to do; it is nothing that the user gave.
    Console.Error.WriteLine(failed.Message);
    return ExitCodes.Failed;
}
catch (OperationCanceledException stopped) when (interrupt.Token.IsCancellationRequested)
{
    Console.Error.WriteLine(
        stopped is InterruptedException
            ? stopped.Message
            : "Interrupted: no file was written or changed."
    );
    return interrupt.ExitCode;
}
