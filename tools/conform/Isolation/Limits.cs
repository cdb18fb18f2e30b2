using System.Globalization;

namespace Conform.Isolation;

/// <summary>What one case may take.</summary>
/// <param name="Time">How long it may run.</param>
/// <param name="Memory">How many bytes its worker may hold.</param>
internal sealed record Limits(TimeSpan Time, long Memory)
{
    private const int DefaultSeconds = 120;
    private const long Mebi = 1 << 20;

    /// <summary>Limits as options give them.</summary>
    /// <param name="seconds">Null: two minutes.</param>
    /// <param name="memory">As in 512m or 2g. Null: half of the memory that this process may use.</param>
    /// <exception cref="ArgumentException">One of them is none.</exception>
    public static Limits Of(double? seconds, string? memory) =>
        new(
            TimeSpan.FromSeconds(
                seconds is null ? DefaultSeconds
                : seconds is > 0 and <= 1e6 ? seconds.Value
                : throw new ArgumentException(
                    $"--case-timeout is {seconds.Value.ToString(CultureInfo.InvariantCulture)}; it must be more than 0 seconds, and at most a million."
                )
            ),
            memory is null ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 : Bytes(memory)
        );

    /// <summary>A number of bytes, as messages have it.</summary>
    public static string Text(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / Mebi} MiB");

    private static long Bytes(string text)
    {
        var unit = text.Length == 0 ? ' ' : char.ToLowerInvariant(text[^1]);
        return
            unit is 'm' or 'g'
            && int.TryParse(
                text[..^1],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count
            )
            && count > 0
            ? count * (unit == 'm' ? Mebi : Mebi << 10)
            : throw new ArgumentException(
                $"--memory-limit is '{text}'; it must be a whole number and m or g, as in 512m or 2g."
            );
    }
}
