using System.Diagnostics;

namespace Conform.Tests.Faults;

/// <summary>Starts <c>conform</c> so that it hears signals, whatever started the tests.</summary>
internal static class Listening
{
    /// <summary>Starts it with the arguments; standard output and error have to be read.</summary>
    public static Process Start(params string[] arguments)
    {
        string[] command =
        [
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "conform.dll"),
            .. arguments,
        ];

        // What runs in the background of a script ignores Ctrl-C, and so does whatever it starts.
        if (OperatingSystem.IsLinux())
        {
            command = ["env", "--default-signal=INT", .. command];
        }

        return Process.Start(
            new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Tool.Root,
            }
        )!;
    }
}
