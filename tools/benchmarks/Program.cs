using System.Globalization;
using Benchmarks;

// Usage: benchmarks [--rounds N] [--data DIR]. Every figure is measured in this one run, contenders in turn.
var rounds = Option("--rounds") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 15;
var data = Option("--data");
Console.WriteLine($"{Machine.Describe()}\n");
Workload[] workloads = [Workload.Fashion(data), Workload.Housing(data)];
foreach (var work in workloads)
{
    List<IContender> contenders = [];
    foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
    {
        contenders.Add(new NativeContender(work, threads));
        contenders.Add(new TorchContender(work, threads));
    }

    var timings = Interleaved.Measure(contenders, rounds, work.Steps);
    Console.WriteLine(Report.Of(work, timings));
    contenders.ForEach(contender => contender.Dispose());
}

string? Option(string name) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
