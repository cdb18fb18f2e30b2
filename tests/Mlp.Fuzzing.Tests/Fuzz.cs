using System.Diagnostics;
using System.Globalization;

namespace Mlp.Fuzzing.Tests;

/// <summary>
/// Gives a reader damaged files, the same ones in every run, and holds it to its word: it may take what it is given or throw the exception that it
/// documents; it may not throw another, go on for ever, or take memory without measure. What breaks the word is kept as a file.
/// </summary>
internal sealed class Fuzz(Target target, string folder)
{
    private const int MostKept = 10;

    // Of time in which this process runs: a machine may be busy, and freeze it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly string path = Path.Combine(folder, target.FileName);
    private readonly List<string> broken = [];
    private readonly HashSet<string> kinds = [];
    private volatile int input = -1;
    private int refused;

    /// <summary>The most bytes that one file took, less those that any may take, for a byte of it.</summary>
    public double MostPerByte { get; private set; }

    /// <summary>The longest that one file took.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Reads that many damaged files.</summary>
    /// <returns>What broke the word of the reader, one line each; and how many files were refused.</returns>
    public (IReadOnlyList<string> Broken, int Refused) Run(int count)
    {
        var seeds = target.Seeds();
        Guard(() =>
        {
            for (var i = 0; i < count && broken.Count < MostKept; i++)
            {
                var random = new Random(i);
                var damaged = target.Damage(
                    random,
                    seeds[i % seeds.Count],
                    seeds[random.Next(seeds.Count)]
                );
                input = i;
                Hold(damaged, $"input {i}");
            }
        });
        return (broken, refused);
    }

    /// <summary>Reads one file.</summary>
    public IReadOnlyList<string> Run(byte[] file)
    {
        Guard(() => Hold(file, "file"));
        return broken;
    }

    private void Hold(byte[] damaged, string what)
    {
        File.WriteAllBytes(path, damaged);
        var (before, start) = (Allocated(), Stopwatch.GetTimestamp());
        try
        {
            target.Read(path);
        }
        catch (Exception refusal) when (refusal.GetType() == target.Documented)
        {
            refused++;
            if (refusal.Message.Any(BreaksLine) && kinds.Add("lines"))
            {
                Keep(damaged, $"{what}: the message has several lines: {refusal.Message}");
            }
        }
        catch (Exception other)
        {
            // One of a kind is enough.
            if (kinds.Add($"{other.GetType()} {Place(other)}"))
            {
                Keep(damaged, $"{what}: {other}");
            }
        }

        var taken = Allocated() - before;
        var time = Stopwatch.GetElapsedTime(start);
        Longest = time > Longest ? time : Longest;
        MostPerByte = Math.Max(
            MostPerByte,
            (taken - target.FreeBytes) / (double)Math.Max(1, damaged.Length)
        );
        if (
            taken > target.FreeBytes + (target.BytesPerByte * damaged.Length)
            && kinds.Add("memory")
        )
        {
            Keep(
                damaged,
                FormattableString.Invariant(
                    $"{what}: {damaged.Length} bytes took {taken}; at most {target.FreeBytes} + {target.BytesPerByte} for each may be"
                )
            );
        }
    }

    // Separators of lines and of paragraphs are no control characters.
    private static bool BreaksLine(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';

    private long Allocated() =>
        target.OnPool ? GC.GetTotalAllocatedBytes() : GC.GetAllocatedBytesForCurrentThread();

    private void Keep(byte[] damaged, string problem)
    {
        var kept = Directory.CreateDirectory(
            Path.Combine(Places.Artifacts, "fuzzing", target.Name)
        );
        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Max(0, input)}-{kinds.Count}"
        );
        File.WriteAllBytes(Path.Combine(kept.FullName, name), damaged);
        broken.Add($"{target.Name}, {problem} (kept as {kept.FullName}/{name})");
    }

    // The topmost method of this project's own.
    private static string Place(Exception exception) =>
        exception
            .StackTrace?.Split('\n')
            .FirstOrDefault(line => line.Contains("Mlp.", StringComparison.Ordinal))
        ?? "";

    // A reader that hangs cannot be stopped: the thread is left behind, and the test fails.
    private void Guard(Action work)
    {
        Exception? failed = null;
        var worker = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                failed = exception;
            }
        })
        {
            IsBackground = true,
        };
        worker.Start();
        using var process = Process.GetCurrentProcess();
        var (seen, ticks, busy) = (input, 0, process.TotalProcessorTime);
        while (!worker.Join(Tick))
        {
            if (seen != input)
            {
                process.Refresh();
                (seen, ticks, busy) = (input, 0, process.TotalProcessorTime);
                continue;
            }

            // Waiting for a processor is no hang; waiting twelve times as long for anything is.
            ticks++;
            process.Refresh();
            if (
                ticks * Tick >= 12 * Patience
                || (ticks * Tick >= Patience && process.TotalProcessorTime - busy >= Patience * 0.8)
            )
            {
                Keep(File.ReadAllBytes(path), $"input {input}: not answered in {ticks * Tick}");
                return;
            }
        }

        if (failed is not null)
        {
            throw new InvalidOperationException(
                $"Input {input} of {target.Name}: the test itself failed.",
                failed
            );
        }
    }
}
