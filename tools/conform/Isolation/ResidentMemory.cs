using System.Diagnostics;
using System.Globalization;

namespace Conform.Isolation;

/// <summary>How many bytes a process holds: in memory and, on Linux, swapped out.</summary>
internal static class ResidentMemory
{
    /// <summary>The bytes; 0 for a process that has ended.</summary>
    public static long Of(Process process)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return File.ReadLines($"/proc/{process.Id}/status")
                    .Where(line =>
                        line.StartsWith("VmRSS:", StringComparison.Ordinal)
                        || line.StartsWith("VmSwap:", StringComparison.Ordinal)
                    )
                    .Sum(Bytes);
            }

            process.Refresh();
            return process.WorkingSet64;
        }
        // It has just ended.
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    // VmRSS:     1234 kB
    private static long Bytes(string line) =>
        long.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture
        ) << 10;
}
