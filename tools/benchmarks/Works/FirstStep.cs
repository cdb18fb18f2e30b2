using System.Diagnostics;
using System.Globalization;
using Mlp;
using Mlp.Data;
using Mlp.Native;

namespace Benchmarks;

/// <summary>
/// From Compile to the end of the first step of F on all its rows, the data in memory. Only a process that has never trained tells what a
/// user waits for, so each time is taken in a new one.
/// </summary>
internal sealed class FirstStep : IWork
{
    /// <summary>The hidden option that makes this process one of those measured.</summary>
    public const string Option = "--first-step";

    private const int BatchSize = 32;
    private const int Rows = 55_000;

    public string Name => "compile";

    public string Title => "From Compile to the first step of F, in a new process, data in memory";

    public string Unit => "us";

    public bool IsOnRealData => true;

    /// <summary>Times it in this process, in microseconds.</summary>
    public static double Here(Bench bench)
    {
        var rows = bench.Fashion(bench.IsQuick ? 320 : Rows);
        var spec = FashionTraining.Layers().Spec;
        var weights = InitialWeights.Create(spec);
        var watch = new Watch();
        var start = Stopwatch.GetTimestamp();
        using var model = new CpuBackend("cpu", 2).Compile(
            spec,
            new("sparse_categorical_crossentropy", "sgd"),
            weights
        );
        model.Fit(rows, new() { BatchSize = BatchSize, Callbacks = [watch] });
        return Stopwatch.GetElapsedTime(start, watch.FirstStep).TotalMicroseconds;
    }

    public Figures Measure(Bench bench)
    {
        var times = new List<double>();
        for (var round = 0; round < bench.Rounds(7); round++)
        {
            bench.Cancellation.ThrowIfCancellationRequested();
            times.Add(InNewProcess(bench));
        }

        var all = new Times("native, 2 threads", times);
        return new(
            [all],
            [Judge.Of(Goal.AtMost("Compile to the first step", 200, "ms"), all.Median / 1e3)]
        );
    }

    private static double InNewProcess(Bench bench)
    {
        // Under 'dotnet conform.dll' the process is dotnet, and the assembly its first argument.
        var path = Environment.ProcessPath!;
        List<string> arguments =
            Path.GetFileNameWithoutExtension(path) == "dotnet"
                ? [Environment.GetCommandLineArgs()[0]]
                : [];
        arguments.AddRange(["bench", Option]);
        if (bench.IsQuick)
        {
            arguments.Add("--quick");
        }

        if (bench.Data is not null)
        {
            arguments.AddRange(["--data", bench.Data]);
        }

        using var process = Process.Start(
            new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true }
        )!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? double.Parse(output, CultureInfo.InvariantCulture)
            : throw new InvalidDataException(
                $"The process that was to take its first step ended with {process.ExitCode}: {output}"
            );
    }

    private sealed class Watch : Callback
    {
        public long FirstStep { get; private set; }

        public override bool WantsBatches => true;

        public override void OnBatchEnd(ITraining training, int epoch, int batch, Logs logs)
        {
            FirstStep = Stopwatch.GetTimestamp();
            training.Stop();
        }
    }
}
