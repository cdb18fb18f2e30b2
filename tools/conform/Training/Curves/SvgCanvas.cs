using System.Globalization;
using System.Net;
using System.Text;

namespace Conform.Training;

/// <summary>A plot as SVG: scales to any size, and its texts stay texts.</summary>
internal sealed class SvgCanvas : ICanvas
{
    private readonly StringBuilder svg = new();

    public SvgCanvas(int width, int height) =>
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="sans-serif" font-size="13" fill="#222">
            <rect width="{width}" height="{height}" fill="#fff"/>

            """
        );

    public void Line(IReadOnlyList<(double X, double Y)> points, Pen pen, Box within)
    {
        // What leaves the box is cut there, by a picture within the picture.
        var box = string.Create(
            CultureInfo.InvariantCulture,
            $"x=\"{within.Left}\" y=\"{within.Top}\" width=\"{within.Right - within.Left}\" height=\"{within.Bottom - within.Top}\""
        );
        var view = string.Create(
            CultureInfo.InvariantCulture,
            $"viewBox=\"{within.Left} {within.Top} {within.Right - within.Left} {within.Bottom - within.Top}\""
        );
        var path = string.Join(
            ' ',
            points.Select(point =>
                string.Create(CultureInfo.InvariantCulture, $"{point.X:F2},{point.Y:F2}")
            )
        );
        var dashes = pen.Dashed ? " stroke-dasharray=\"7 4\"" : "";
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg {box} {view}><polyline points=\"{path}\" fill=\"none\" stroke=\"#{pen.Color:X6}\" stroke-width=\"{pen.Width}\"{dashes}/></svg>\n"
        );
    }

    public void Text(string text, double x, double y, Anchor anchor)
    {
        var side = anchor switch
        {
            Anchor.Middle => "middle",
            Anchor.End => "end",
            _ => "start",
        };
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<text x=\"{x:F2}\" y=\"{y:F2}\" text-anchor=\"{side}\" dy=\"0.35em\">{WebUtility.HtmlEncode(text)}</text>\n"
        );
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(svg + "</svg>\n");
}
