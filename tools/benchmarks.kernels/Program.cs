using BenchmarkDotNet.Running;

// Single kernels, each in a process of its own: what a change does to one of them. Comparisons with peers and ceilings are in
// `conform bench`, which runs them in turn in one process.
BenchmarkSwitcher.FromAssembly(typeof(Benchmarks.Kernels.LayerBenchmarks).Assembly).Run(args);
