namespace Conform.Training;

/// <summary>What a plot is drawn on: lines and texts in pixels, from the upper left.</summary>
internal interface ICanvas
{
    /// <summary>A line through points, within a box.</summary>
    void Line(IReadOnlyList<(double X, double Y)> points, Pen pen, Box within);

    /// <summary>A text, its middle line at y.</summary>
    void Text(string text, double x, double y, Anchor anchor);

    /// <summary>The finished picture as a file holds it.</summary>
    byte[] ToBytes();
}

/// <summary>How a line looks.</summary>
/// <param name="Color">0xRRGGBB.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Dashed">With gaps.</param>
internal readonly record struct Pen(int Color, double Width, bool Dashed = false);

/// <summary>A rectangle.</summary>
internal readonly record struct Box(double Left, double Top, double Right, double Bottom);

/// <summary>Which end of a text its x is.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}
