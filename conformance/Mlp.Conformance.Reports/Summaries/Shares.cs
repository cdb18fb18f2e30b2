using System.Globalization;

namespace Mlp.Conformance.Reports;

/// <summary>Shares of a bound, as tables of texts show them.</summary>
internal static class Shares
{
    /// <summary>Three decimals, or an exponent below a thousandth and beyond ten thousand.</summary>
    public static string Text(double share) =>
        share is 0 ? "0"
        : double.IsInfinity(share) ? "beyond"
        : share.ToString(
            share < 1e-3 ? "0.0e+0"
                : share < 1e4 ? "0.000"
                : "0.00e+0",
            CultureInfo.InvariantCulture
        );
}
