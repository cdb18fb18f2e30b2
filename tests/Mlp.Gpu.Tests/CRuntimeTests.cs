using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Mlp.Data;
using Mlp.Native;

namespace Mlp.Gpu.Tests;

/// <summary>
/// A call of the C runtime gives trainings that differ from machine to machine. Held here, where all are at hand that train.
/// </summary>
public sealed class CRuntimeTests
{
    // What .NET asks the C runtime for, which gives other last bits on other machines.
    private static readonly string[] OfTheRuntime =
    [
        "Acos",
        "Acosh",
        "Asin",
        "Asinh",
        "Atan",
        "Atan2",
        "Atanh",
        "Cbrt",
        "Cos",
        "Cosh",
        "Exp",
        "Log",
        "Log10",
        "Log2",
        "Pow",
        "Sin",
        "SinCos",
        "Sinh",
        "Tan",
        "Tanh",
    ];

    [TestCase(typeof(GpuBackend))]
    [TestCase(typeof(CpuBackend))]
    [TestCase(typeof(SeededRandom))]
    [TestCase(typeof(Tensor))]
    public void Nothing_that_trains_asks_the_C_runtime_for_a_function(Type ofAssembly)
    {
        using var file = new PEReader(File.OpenRead(ofAssembly.Assembly.Location));
        var metadata = file.GetMetadataReader();

        var called = metadata
            .MemberReferences.Select(handle => metadata.GetMemberReference(handle))
            .Where(member =>
                member.Parent.Kind == HandleKind.TypeReference
                && metadata.GetTypeReference((TypeReferenceHandle)member.Parent) is var type
                && metadata.GetString(type.Name) is "Math" or "MathF" or "Double" or "Single"
            )
            .Select(member => metadata.GetString(member.Name));

        Assert.That(called.Intersect(OfTheRuntime), Is.Empty);
    }
}
