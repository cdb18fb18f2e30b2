namespace Conform.Training;

/// <summary>
/// Small letters, digits and a few signs as lines through points of a grid: x from 0 to 4, y from 0 at the top; letters stand on 6 and
/// reach down to 8. Two digits a point, a blank between points, a comma between lines.
/// </summary>
internal static class StrokeFont
{
    private const double Cell = 1.7;
    private const double Advance = 5.6 * Cell;
    private const double Middle = 3.5;
    private const string Unknown = "00 40 46 06 00";

    private static readonly Dictionary<char, string> Glyphs = new()
    {
        [' '] = "",
        ['.'] = "26 26",
        ['-'] = "14 34",
        ['+'] = "14 34,23 25",
        ['_'] = "07 47",
        ['0'] = "10 30 41 45 36 16 05 01 10",
        ['1'] = "11 20 26,16 36",
        ['2'] = "01 10 30 41 42 06 46",
        ['3'] = "01 10 30 41 42 33 44 45 36 16 05,13 33",
        ['4'] = "36 30 04 44",
        ['5'] = "40 00 03 33 44 45 36 16 05",
        ['6'] = "41 30 10 01 05 16 36 45 44 33 13 04",
        ['7'] = "00 40 16",
        ['8'] = "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
        ['9'] = "42 33 13 02 01 10 30 41 45 36 16 05",
        ['a'] = "12 32 43 46,44 14 05 16 36 45",
        ['b'] = "00 06,03 12 32 43 45 36 16 05",
        ['c'] = "43 32 12 03 05 16 36 45",
        ['d'] = "40 46,43 32 12 03 05 16 36 45",
        ['e'] = "04 44 43 32 12 03 05 16 36 45",
        ['f'] = "40 30 21 26,12 42",
        ['g'] = "42 47 38 18 07,43 32 12 03 05 16 36 45",
        ['h'] = "00 06,03 12 32 43 46",
        ['i'] = "22 26,20 20",
        ['j'] = "22 27 18,20 20",
        ['k'] = "00 06,42 04 46",
        ['l'] = "20 26",
        ['m'] = "02 06,03 12 23 26,23 32 43 46",
        ['n'] = "02 06,03 12 32 43 46",
        ['o'] = "12 32 43 45 36 16 05 03 12",
        ['p'] = "02 08,03 12 32 43 45 36 16 05",
        ['q'] = "42 48,43 32 12 03 05 16 36 45",
        ['r'] = "12 16,13 22 42",
        ['s'] = "43 32 12 03 14 34 45 36 16 05",
        ['t'] = "20 25 36 46,12 42",
        ['u'] = "02 05 16 36 45,42 46",
        ['v'] = "02 26 42",
        ['w'] = "02 16 23 36 42",
        ['x'] = "02 46,42 06",
        ['y'] = "02 26,42 18",
        ['z'] = "02 42 06 46",
    };

    /// <summary>Width of a text in pixels.</summary>
    public static double Width(string text) =>
        Math.Max(0, (text.Length * Advance) - (Advance - (4 * Cell)));

    /// <summary>The lines of a text that begins at x and has its middle at y. Capital letters are written small.</summary>
    public static IEnumerable<(double X, double Y)[]> Strokes(string text, double x, double y)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var glyph = Glyphs.GetValueOrDefault(char.ToLowerInvariant(text[i]), Unknown);
            var left = x + (i * Advance);
            foreach (var stroke in glyph.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return [.. stroke.Split(' ').Select(point => At(point, left, y))];
            }
        }
    }

    private static (double X, double Y) At(string point, double left, double middle) =>
        (left + ((point[0] - '0') * Cell), middle + ((point[1] - '0' - Middle) * Cell));
}
