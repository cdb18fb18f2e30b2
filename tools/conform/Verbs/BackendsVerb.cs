using System.CommandLine;
using Spectre.Console;

namespace Conform.Verbs;

/// <summary><c>conform backends</c>: what can run here, on what, and what cannot and why.</summary>
internal static class BackendsVerb
{
    public static Command Create()
    {
        var json = Json.Option();
        var command = new Command(
            "backends",
            "Lists the backends, what each runs on here, and why one is absent.\nExample: conform backends --json"
        )
        {
            json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                Json.Write(
                    BackendCatalog
                        .Probe()
                        .Select(entry => new
                        {
                            entry.Name,
                            ready = entry.Backend is not null,
                            environment = entry.Backend?.Environment,
                            absent = entry.Absent,
                        })
                );
                return 0;
            }

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
