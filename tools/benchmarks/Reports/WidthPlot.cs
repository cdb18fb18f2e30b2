using System.Globalization;
using System.Text;

namespace Benchmarks;

/// <summary>The sweep over widths as a picture: above, the time of a step; below, its ratio to that of the width rounded up to 16.</summary>
internal static class WidthPlot
{
    private const int Left = 60;
    private const int Plot = 720;
    private const int Height = 220;
    private const int Gap = 50;
    private const double Goal = 1.1;

    /// <summary>The picture as SVG text.</summary>
    public static string Of(IReadOnlyList<WidthPoint> points)
    {
        var widest = points.Max(point => point.Width);
        var slowest = points.Max(point => point.Microseconds);
        var highest = Math.Max(1.3, points.Max(point => point.Ratio));
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Plot + 20} {(2 * Height) + (3 * Gap)}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
        );
        Panel(text, Gap, "microseconds a step", 0, slowest, widest);
        Panel(
            text,
            (2 * Gap) + Height,
            "time by that of the width rounded up to 16 (goal: at most 1.1)",
            0.7,
            highest,
            widest
        );
        var line = Y((2 * Gap) + Height, Goal, 0.7, highest);
        text.Append(
            CultureInfo.InvariantCulture,
            $"<line x1=\"{Left}\" x2=\"{Left + Plot}\" y1=\"{line:F1}\" y2=\"{line:F1}\" stroke=\"firebrick\" stroke-dasharray=\"4\"/>\n"
        );
        foreach (var point in points)
        {
            var x = Left + ((double)Plot * point.Width / widest);
            Dot(text, x, Y(Gap, point.Microseconds, 0, slowest), point);
            Dot(text, x, Y((2 * Gap) + Height, point.Ratio, 0.7, highest), point);
        }

        return text.Append("</svg>\n").ToString();
    }

    private static double Y(int top, double value, double low, double high) =>
        top + (Height * (1 - Math.Clamp((value - low) / (high - low), 0, 1)));

    private static void Panel(
        StringBuilder text,
        int top,
        string title,
        double low,
        double high,
        int widest
    ) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            <rect x="{Left}" y="{top}" width="{Plot}" height="{Height}" fill="none" stroke="gray"/>
            <text x="{Left}" y="{top - 8}">{title}</text>
            <text x="{Left - 6}" y="{top + 10}" text-anchor="end">{high:G3}</text>
            <text x="{Left - 6}" y="{top + Height}" text-anchor="end">{low:G3}</text>
            <text x="{Left}" y="{top + Height + 16}">0</text>
            <text x="{Left + Plot}" y="{top + Height + 16}" text-anchor="end">width {widest}</text>

            """
        );

    private static void Dot(StringBuilder text, double x, double y, WidthPoint point) =>
        text.Append(
            CultureInfo.InvariantCulture,
            $"<circle cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"2.5\" fill=\"steelblue\"><title>width {point.Width}: {point.Microseconds} us, {point.Ratio}x</title></circle>\n"
        );
}
