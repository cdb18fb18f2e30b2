namespace Conform.Training;

/// <summary>
/// A plot as PNG, drawn at twice the size. A pixel is as dark as a line covers it, by its distance from the line; letters are lines
/// too (<see cref="StrokeFont"/>). So no native library and no font is needed, and the same history gives the same bytes.
/// </summary>
internal sealed class PngCanvas : ICanvas
{
    private const int Scale = 2;
    private const int Dash = 14;
    private const int Gap = 8;
    private static readonly Pen Ink = new(0x222222, 1.1);

    private readonly int width;
    private readonly int height;
    private readonly byte[] pixels;

    public PngCanvas(int width, int height)
    {
        (this.width, this.height) = (width * Scale, height * Scale);
        pixels = new byte[this.width * this.height * 3];
        Array.Fill(pixels, (byte)255);
    }

    public void Line(IReadOnlyList<(double X, double Y)> points, Pen pen, Box within)
    {
        var walked = 0.0;
        for (var i = 1; i < points.Count; i++)
        {
            walked = Segment(points[i - 1], points[i], pen, within, walked);
        }
    }

    public void Text(string text, double x, double y, Anchor anchor)
    {
        var left = anchor switch
        {
            Anchor.Middle => x - (StrokeFont.Width(text) / 2),
            Anchor.End => x - StrokeFont.Width(text),
            _ => x,
        };
        var everywhere = new Box(0, 0, width, height);
        foreach (var stroke in StrokeFont.Strokes(text, left, y))
        {
            Line(stroke, Ink, everywhere);
        }
    }

    public byte[] ToBytes() => PngFile.Of(pixels, width, height);

    // Returns how far the line has come, for its dashes.
    private double Segment(
        (double X, double Y) from,
        (double X, double Y) to,
        Pen pen,
        Box within,
        double walked
    )
    {
        var (ax, ay) = (from.X * Scale, from.Y * Scale);
        var (dx, dy) = ((to.X - from.X) * Scale, (to.Y - from.Y) * Scale);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        var reach = (pen.Width * Scale / 2) + 1;
        var (left, right) = Range(ax, dx, reach, within.Left, within.Right, width);
        var (top, bottom) = Range(ay, dy, reach, within.Top, within.Bottom, height);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                // The nearest point of the segment to the middle of the pixel, as a share of its length.
                var (px, py) = (x + 0.5 - ax, y + 0.5 - ay);
                var along = length == 0 ? 0 : ((px * dx) + (py * dy)) / (length * length);
                var t = Math.Clamp(along, 0, 1);
                var distance = Math.Sqrt(
                    ((px - (t * dx)) * (px - (t * dx))) + ((py - (t * dy)) * (py - (t * dy)))
                );
                var cover = Math.Clamp((pen.Width * Scale / 2) + 0.5 - distance, 0, 1);
                if (cover > 0 && !(pen.Dashed && (walked + (t * length)) % (Dash + Gap) > Dash))
                {
                    Blend(x, y, pen.Color, cover);
                }
            }
        }

        return walked + length;
    }

    // Pixels that a segment may touch along one axis.
    private static (int First, int Last) Range(
        double start,
        double change,
        double reach,
        double least,
        double most,
        int size
    )
    {
        var first = Math.Max(Math.Min(start, start + change) - reach, (least - 1) * Scale);
        var last = Math.Min(Math.Max(start, start + change) + reach, (most + 1) * Scale);
        return (
            (int)Math.Floor(Math.Clamp(first, 0, size)),
            (int)Math.Floor(Math.Clamp(last, -1, size - 1))
        );
    }

    private void Blend(int x, int y, int color, double cover)
    {
        var at = ((y * width) + x) * 3;
        for (var channel = 0; channel < 3; channel++)
        {
            var part = (color >> (16 - (8 * channel))) & 0xFF;
            pixels[at + channel] = (byte)
                Math.Round(pixels[at + channel] + ((part - pixels[at + channel]) * cover));
        }
    }
}
