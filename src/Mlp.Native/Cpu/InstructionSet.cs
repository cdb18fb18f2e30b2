using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mlp.Native;

/// <summary>The paths through the vector units, widest first. All give the same bits.</summary>
internal enum InstructionSet
{
    /// <summary>One register of 512 bits holds the lanes.</summary>
    Avx512,

    /// <summary>Two registers of 256 bits do.</summary>
    Avx2,

    /// <summary>Four registers of 128 bits do; runs everywhere.</summary>
    V128,
}

/// <summary>Names of instruction sets, and which of them this machine has.</summary>
internal static class InstructionSets
{
    /// <summary>Those that run here, best first.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } =
    [.. Enum.GetValues<InstructionSet>().Where(IsAvailable)];

    /// <summary>The name in backends and options: <c>avx512</c>.</summary>
    public static string Name(InstructionSet set) =>
        set switch
        {
            InstructionSet.Avx512 => "avx512",
            InstructionSet.Avx2 => "avx2",
            _ => "v128",
        };

    /// <summary>The set of that name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    /// <exception cref="NotSupportedException">This machine lacks it.</exception>
    public static InstructionSet Find(string name)
    {
        var set = Names.Find(
            "instruction set",
            name,
            Enum.GetValues<InstructionSet>().ToDictionary(Name)
        );
        return Available.Contains(set)
            ? set
            : throw new NotSupportedException(
                $"This machine lacks {name}; it has {string.Join(", ", Available.Select(Name))}."
            );
    }

    private static bool IsAvailable(InstructionSet set) =>
        set switch
        {
            InstructionSet.Avx512 => Vector512.IsHardwareAccelerated && Avx512F.IsSupported,
            InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
            _ => true,
        };
}
