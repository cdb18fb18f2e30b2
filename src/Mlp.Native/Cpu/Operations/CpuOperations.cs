namespace Mlp.Native;

/// <summary>The operations one by one on the CPU.</summary>
internal static class CpuOperations
{
    /// <summary>Operations on a path.</summary>
    public static NativeOperations On(InstructionSet set) =>
        set switch
        {
            InstructionSet.Avx512 => new(
                new TypedOperations<float, Lanes512<float>>(),
                new TypedOperations<double, Lanes512<double>>()
            ),
            InstructionSet.Avx2 => new(
                new TypedOperations<float, Lanes256<float>>(),
                new TypedOperations<double, Lanes256<double>>()
            ),
            _ => new(
                new TypedOperations<float, Lanes128<float>>(),
                new TypedOperations<double, Lanes128<double>>()
            ),
        };
}
