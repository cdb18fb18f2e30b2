using System.CommandLine;
using Conform.Isolation;

namespace Conform.Verbs;

/// <summary><c>conform</c>: all verbs.</summary>
internal static class RootVerb
{
    public static RootCommand Create() =>
        new RootCommand(
            """
            Holds numerical backends to golden cases, and trains with them.
            Exit codes: 0 nothing failed; 1 something failed, erred or is mistrusted; 2 bad input or usage; 3 nothing was compared;
            130 ended by Ctrl-C, 143 by SIGTERM.
            Every verb takes --json, and prints one document for scripts then.
            Examples:
              conform backends
              conform run --backend cpu
              conform train fashion-mnist --epochs 3 --curves curves.svg
            """
        )
        {
            RunVerb.Create(),
            MergeVerb.Create(),
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
            ReportVerb.Create(),
            NoiseVerb.Create(),
            BenchVerb.Create(),
            UlpVerb.Create(),
            WorkerVerb.Create(),
        };
}
