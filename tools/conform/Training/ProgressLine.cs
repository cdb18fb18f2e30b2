using System.Diagnostics;
using System.Globalization;
using Mlp;

namespace Conform.Training;

/// <summary>
/// The progress of a training as Keras shows it: one line an epoch, rewritten while it runs in a terminal, written once
/// where output is no terminal. Steps done of all, elapsed time, time a step, rows a second, running loss and metrics, then val_*.
/// </summary>
/// <param name="rows">Rows of an epoch.</param>
internal sealed class ProgressLine(int rows) : Callback, IProgress<BatchProgress>
{
    private const int BarWidth = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly bool live = !Console.IsOutputRedirected;
    private readonly Stopwatch epochClock = Stopwatch.StartNew();
    private TimeSpan lastShown;
    private int lastEpoch = -1;
    private int steps;
    private int lastWidth;

    public void Report(BatchProgress value)
    {
        if (value.Epoch != lastEpoch)
        {
            (lastEpoch, lastShown) = (value.Epoch, TimeSpan.Zero);
            Console.WriteLine($"Epoch {value.Epoch + 1}/{value.Epochs}");
        }

        steps = value.Steps;
        if (live && epochClock.Elapsed - lastShown >= Pause)
        {
            lastShown = epochClock.Elapsed;
            // A line that wraps cannot be rewritten.
            var line = Line(value.Step, value.Logs);
            var room = Console.WindowWidth - 1;
            Rewrite(room > 0 && line.Length > room ? line[..room] : line);
        }
    }

    public override void OnTrainBegin(ITraining training) => epochClock.Restart();

    public override void OnEpochEnd(ITraining training, EpochRecord epoch)
    {
        Rewrite(Line(steps, epoch.Logs));
        Console.WriteLine();
        lastWidth = 0;
        epochClock.Restart();
    }

    /// <summary>Ends a line that stands unfinished in a terminal.</summary>
    public void Leave()
    {
        if (live && lastWidth > 0)
        {
            Console.WriteLine();
        }
    }

    /// <summary>Figures as in Keras' line: <c>loss: 0.4872 - accuracy: 0.8309</c>.</summary>
    public static string Format(Logs logs) =>
        string.Join(
            " - ",
            logs.Select(log =>
                string.Create(CultureInfo.InvariantCulture, $"{log.Key}: {log.Value:F4}")
            )
        );

    private string Line(int step, Logs logs)
    {
        var done = steps == 0 ? BarWidth : BarWidth * step / steps;
        var elapsed = epochClock.Elapsed;
        var each = elapsed / Math.Max(step, 1);
        var rate = (double)rows * step / Math.Max(steps, 1) / elapsed.TotalSeconds;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{step}/{steps} [{new string('=', done)}{new string('.', BarWidth - done)}] "
                + $"{Short(elapsed)} {Short(each)}/step {rate:N0} rows/s - {Format(logs)}"
        );
    }

    private void Rewrite(string line)
    {
        Console.Write(live ? "\r" + line.PadRight(lastWidth) : line);
        lastWidth = line.Length;
    }

    private static string Short(TimeSpan time) =>
        time switch
        {
            { TotalSeconds: >= 1 } => string.Create(
                CultureInfo.InvariantCulture,
                $"{time.TotalSeconds:F0}s"
            ),
            { TotalMilliseconds: >= 1 } => string.Create(
                CultureInfo.InvariantCulture,
                $"{time.TotalMilliseconds:F0}ms"
            ),
            _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:F0}us"),
        };
}
