using Mlp.Conformance.NUnit;
using Mlp.Gpu;
using Mlp.Native;
using Mlp.TorchSharp;

namespace Mlp.Conformance.Tests;

public sealed class Cpu : IBackendUnderTest
{
    public static string Name => "cpu";

    public static IReadOnlyList<Decline> Declines => [Onnx.Decline];

    public static IBackend Create() => new CpuBackend(Name);
}

public sealed class CpuAvx2 : IBackendUnderTest
{
    public static string Name => "cpu:avx2";

    public static IReadOnlyList<Decline> Declines => Cpu.Declines;

    public static IBackend Create() => new CpuBackend(Name);
}

public sealed class CpuV128 : IBackendUnderTest
{
    public static string Name => "cpu:v128";

    public static IReadOnlyList<Decline> Declines => Cpu.Declines;

    public static IBackend Create() => new CpuBackend(Name);
}

public sealed class GpuOpenCl : IBackendUnderTest
{
    public static string Name => "gpu:opencl";

    public static IReadOnlyList<Decline> Declines => Cpu.Declines;

    public static IBackend Create() => new GpuBackend(Name);
}

public sealed class TorchCpu : IBackendUnderTest
{
    public static string Name => "torch:cpu";

    public static IReadOnlyList<Decline> Declines => Cpu.Declines;

    public static IBackend Create() => new TorchBackend(Name);
}

[TestFixture]
public sealed class CpuConforms : ConformanceSuite<Cpu>;

[TestFixture]
public sealed class CpuAvx2Conforms : ConformanceSuite<CpuAvx2>;

[TestFixture]
public sealed class CpuV128Conforms : ConformanceSuite<CpuV128>;

[TestFixture]
public sealed class GpuOpenClConforms : ConformanceSuite<GpuOpenCl>;

[TestFixture]
public sealed class TorchCpuConforms : ConformanceSuite<TorchCpu>;
