using System.Globalization;
using Mlp.Conformance;

namespace Conform.Reports;

/// <summary>Numbers, and where they stand, as tables show them.</summary>
internal static class Figures
{
    /// <summary>A size: two digits of it matter.</summary>
    public static string Size(double size) =>
        size is 0 ? "0" : size.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>The place that moved farthest: <c>history/loss, index 3</c>.</summary>
    public static string Place(OutputChange output) =>
        string.Create(CultureInfo.InvariantCulture, $"{output.Path}, index {output.Index}");

    /// <summary>A figure with as many digits as tell two floats apart.</summary>
    public static string Value(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
