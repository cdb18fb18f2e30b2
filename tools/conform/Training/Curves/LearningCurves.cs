using System.Globalization;
using Mlp;
using Mlp.Data;

namespace Conform.Training;

/// <summary>
/// A history as a plot: each figure over the epochs, with a grid. y runs from 0 to 1 where accuracy is watched and every figure comes
/// below 1 somewhere, as far as the figures go otherwise, wild ones cut. Training is dashed, validation drawn through.
/// </summary>
internal static class LearningCurves
{
    private const int Width = 800;
    private const int Height = 500;
    private const int Ink = 0x222222;
    private const int Grid = 0xD8D8D8;

    // Of Okabe and Ito's palette, told apart by the colour-blind too.
    private static readonly int[] Colors = [0xD55E00, 0x0072B2, 0x009E73, 0xCC79A7, 0xE69F00];

    private static readonly Box Frame = new(70, 20, Width - 190, Height - 50);

    private static readonly Box Page = new(0, 0, Width, Height);

    /// <summary>Endings of the files that are written.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".svg", ".png"];

    /// <summary>Writes the picture of a history, aside and renamed.</summary>
    public static void Save(History history, string path, bool shift) =>
        Aside.Write(path, Draw(history, path, shift));

    /// <summary>The picture of a history, by the ending of its file.</summary>
    /// <param name="history">At least one epoch.</param>
    /// <param name="path">Ends in <c>.svg</c> or <c>.png</c>.</param>
    /// <param name="shift">Draw training figures half an epoch to the left: they are running means, measured half an epoch earlier.</param>
    public static byte[] Draw(History history, string path, bool shift)
    {
        ICanvas canvas = path.EndsWith(".png", StringComparison.OrdinalIgnoreCase)
            ? new PngCanvas(Width, Height)
            : new SvgCanvas(Width, Height);
        Draw(history, canvas, shift);
        return canvas.ToBytes();
    }

    private static void Draw(History history, ICanvas canvas, bool shift)
    {
        var epochs = history.Epochs.Select(epoch => epoch.Epoch + 1.0).ToArray();
        var (least, most) = (
            shift ? epochs[0] - 0.5 : epochs[0],
            Math.Max(epochs[^1], epochs[0] + 1)
        );
        var top = Top(history);
        double X(double epoch) =>
            Frame.Left + ((epoch - least) / (most - least) * (Frame.Right - Frame.Left));
        double Y(double value) => Frame.Bottom - (value / top * (Frame.Bottom - Frame.Top));

        foreach (var tick in Ticks(0, top))
        {
            canvas.Line([(Frame.Left, Y(tick)), (Frame.Right, Y(tick))], new(Grid, 1), Frame);
            canvas.Text(Show(tick), Frame.Left - 8, Y(tick), Anchor.End);
        }

        foreach (var tick in Ticks(epochs[0], most).Where(double.IsInteger))
        {
            canvas.Line([(X(tick), Frame.Top), (X(tick), Frame.Bottom)], new(Grid, 1), Frame);
            canvas.Text(Show(tick), X(tick), Frame.Bottom + 16, Anchor.Middle);
        }

        canvas.Text("epoch", (Frame.Left + Frame.Right) / 2, Height - 14, Anchor.Middle);
        canvas.Line(
            [(Frame.Left, Frame.Top), (Frame.Left, Frame.Bottom), (Frame.Right, Frame.Bottom)],
            new(Ink, 1),
            Frame
        );

        var figures = history.Keys.Where(key => !IsValidation(key)).ToList();
        var line = 0;
        foreach (var key in history.Keys)
        {
            var validation = IsValidation(key);
            var figure = figures.IndexOf(validation ? key["val_".Length..] : key);
            var pen = new Pen(Colors[Math.Max(figure, 0) % Colors.Length], 2, Dashed: !validation);
            var left = shift && !validation ? 0.5 : 0;
            var points = epochs
                .Zip(history[key], (epoch, value) => (X: X(epoch - left), Y: Y(value)))
                .Where(point => double.IsFinite(point.Y))
                .ToArray();
            canvas.Line(points, pen, Frame);

            // The legend stands beside the plot, where no line can cross it.
            var y = Frame.Top + 14 + (18 * line++);
            canvas.Line([(Frame.Right + 16, y), (Frame.Right + 52, y)], pen, Page);
            canvas.Text(key, Frame.Right + 60, y, Anchor.Start);
        }
    }

    private static bool IsValidation(string key) =>
        key.StartsWith("val_", StringComparison.Ordinal);

    // What lies ten times above the median is cut at the top: one wild epoch would flatten all others.
    private static double Top(History history)
    {
        // A figure that is above 1 in every epoch would be in the legend and not in the plot.
        if (
            history.Keys.Any(key => key.Contains("acc", StringComparison.Ordinal))
            && !history.Keys.Any(key =>
                history[key].Where(double.IsFinite).DefaultIfEmpty().Min() > 1
            )
        )
        {
            return 1;
        }

        double[] figures =
        [
            .. history.Keys.SelectMany(key => history[key]).Where(double.IsFinite).Order(),
        ];
        var median = figures.Length == 0 ? 0 : figures[figures.Length / 2];
        var most =
            median > 0 ? figures.Last(value => value <= 10 * median) : figures.LastOrDefault(1);
        if (most <= 0)
        {
            return 1;
        }

        var last = Ticks(0, most)[^1];
        return last >= most ? most : last + Step(0, most);
    }

    // At most 10 of them, at whole multiples of 1, 2 or 5 times a power of ten.
    private static double[] Ticks(double from, double to)
    {
        var step = Step(from, to);
        var first = (int)Math.Ceiling((from / step) - 1e-9);
        var last = (int)Math.Floor((to / step) + 1e-9);
        return [.. Enumerable.Range(first, last - first + 1).Select(i => i * step)];
    }

    private static double Step(double from, double to)
    {
        var rough = (to - from) / 10;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power
            * new[] { 1.0, 2, 5, 10 }.First(factor => factor * power >= rough * (1 - 1e-9));
    }

    private static string Show(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
