using Mlp;
using Mlp.Native;

namespace Benchmarks;

/// <summary>
/// Steps of 256-w-10 for widths w that fill their last vector and widths that do not: none may cost more than a tenth over the next
/// multiple of 16. On one thread, so that only the width differs.
/// </summary>
internal sealed class WidthSweep : IWork
{
    private const int Inputs = 256;
    private const int Classes = 10;
    private const int BatchSize = 32;

    // A few milliseconds at the peak, between these numbers of steps.
    private const double FlopsARun = 1.2e8;
    private const int FewestSteps = 10;
    private const int MostSteps = 150;

    // All small ones, then beside multiples of 16 and of larger vectors, and round numbers that people write.
    private static readonly int[] Widths =
    [
        .. Enumerable.Range(1, 17),
        .. (int[])
            [20, 24, 25, 31, 33, 40, 47, 49, 63, 65, 72, 79, 81, 95, 97, 100, 111, 113, 120, 127],
        .. (int[])[129, 143, 150, 200, 225, 239, 250, 255, 257, 271, 300, 383, 385, 399, 500, 511],
        .. (int[])[513, 527, 600, 700, 767, 769, 784, 900, 1000, 1009, 1023, 1024],
    ];

    private static readonly int[] QuickWidths = [1, 17, 300];

    public string Name => "widths";

    public string Title =>
        $"Widths from 1 to 1024: a step of {Inputs}-w-{Classes}, batch {BatchSize}, 1 thread, against w rounded up to 16";

    public string Unit => "us a step";

    public bool IsOnRealData => false;

    public Figures Measure(Bench bench)
    {
        var widths = bench.IsQuick ? QuickWidths : Widths;
        var rows = Drawn.Classified(MostSteps * BatchSize, Inputs, Classes);

        var goal = Goal.AtMost("worst width: time by that of w rounded up to 16", 1.1);

        // Each is another work: there is no common result.
        using var race = new Race(double.PositiveInfinity);
        var contenders = new SortedDictionary<int, IContender>();
        foreach (var width in widths.Concat(widths.Select(RoundedUp)).Distinct().Order())
        {
            contenders[width] = race.Add(Contender(width, rows));
        }

        race.Run(bench.Rounds(11), bench.Cancellation);
        WidthPoint Point(int width, Race of, IContender contender, IContender full) =>
            new(
                width,
                Math.Round(of.Of(contender).Median, 3),
                Math.Round(of.Of(full).Ahead(of.Of(contender)), 4)
            );
        var points = contenders
            .Select(entry => Point(entry.Key, race, entry.Value, contenders[RoundedUp(entry.Key)]))
            .ToArray();

        // The worst of many medians is likely to be a disturbed one: those over the goal are judged by a race of two, whatever it says.
        var again = 0;
        for (var i = 0; i < points.Length; i++)
        {
            if (!goal.Holds(points[i].Ratio))
            {
                using var pair = new Race(double.PositiveInfinity);
                var own = pair.Add(Contender(points[i].Width, rows));
                var full = pair.Add(Contender(RoundedUp(points[i].Width), rows));
                pair.Run(bench.Rounds(25), bench.Cancellation);
                points[i] = Point(points[i].Width, pair, own, full);
                again++;
            }
        }

        var worst = points.MaxBy(point => point.Ratio)!;
        return new([], [Judge.Of(goal, worst.Ratio, $"width {worst.Width}")])
        {
            Notes =
            [
                $"{points.Length} widths, {again} of them judged by a race of two; the worst is {worst.Width}",
            ],
            Widths = points,
        };
    }

    private static int RoundedUp(int width) => (width + 15) / 16 * 16;

    private static NativeTraining Contender(int width, Samples rows) =>
        new(Work(width, rows), new CpuBackend("cpu", 1), $" width {width}");

    private static TrainingWork Work(int width, Samples rows)
    {
        var full = Of(RoundedUp(width), rows, 1);
        var steps = (int)Math.Clamp(FlopsARun / full.FlopsAStep, FewestSteps, MostSteps);
        return Of(width, rows, steps);
    }

    private static TrainingWork Of(int width, Samples rows, int steps) =>
        TrainingWork.Of(
            new(new Input(Inputs), new Dense(width, "relu"), new Dense(Classes, "softmax")),
            "sparse_categorical_crossentropy",
            rows.Slice(0, steps * BatchSize),
            BatchSize
        );
}
