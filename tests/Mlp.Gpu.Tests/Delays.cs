namespace Mlp.Gpu.Tests;

/// <summary>A change of the kernels: in each group one thread lets the others wait, for a while of its own, whenever they meet.</summary>
internal static class Delays
{
    public const string Meeting =
        "#define SYNC barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)";

    public const string Late = """
        static void wait_a_while(void)
        {
            uint place = (uint)(get_group_id(0) * 7919 + get_group_id(1) * 104729);
            volatile uint left = get_local_id(0) == 0 ? (place * 2654435761u) >> 20 : 0;
            while (left > 0) { left--; }
        }
        #define SYNC do { wait_a_while(); barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE); } while (0)
        """;
}
