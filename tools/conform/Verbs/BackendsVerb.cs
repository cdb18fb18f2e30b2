using System.CommandLine;
using Spectre.Console;

namespace Conform.Verbs;

/// <summary><c>conform backends</c>: what can run here, on what, and what cannot and why.</summary>
internal static class BackendsVerb
{
    public static Command Create()
    {
        var command = new Command(
            "backends",
            "Lists the backends, what each runs on here, and why one is absent."
        );
        command.SetAction(_ =>
        {
            var table = new Table()
                .Border(TableBorder.Simple)
                .AddColumns("backend", "state", "environment");
            foreach (var (name, backend, absent) in BackendCatalog.Probe())
            {
                var environment = backend is null
                    ? absent!
                    : string.Join(
                        "\n",
                        backend.Environment.Select(entry => $"{entry.Key}: {entry.Value}")
                    );
                table.AddRow(
                    name,
                    backend is null ? "absent" : "ready",
                    Markup.Escape(environment)
                );
            }

            AnsiConsole.Write(table);
            return 0;
        });
        return command;
    }
}
