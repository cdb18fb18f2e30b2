using System.Globalization;

namespace Benchmarks;

/// <summary>What a figure must come to. Goals are those of the table in docs/performance.md.</summary>
/// <param name="Name">What is measured, and against what; unique within its work.</param>
/// <param name="IsLeast">Whether the limit is the least the figure may be, or the most.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Unit">Behind the number: <c>x</c> for a ratio.</param>
internal sealed record Goal(string Name, bool IsLeast, double Limit, string Unit)
{
    /// <summary>At least so much.</summary>
    public static Goal AtLeast(string name, double limit, string unit = "x") =>
        new(name, true, limit, unit);

    /// <summary>At most so much.</summary>
    public static Goal AtMost(string name, double limit, string unit = "x") =>
        new(name, false, limit, unit);

    /// <summary>Whether a figure holds it; NaN holds nothing.</summary>
    public bool Holds(double value) => IsLeast ? value >= Limit : value <= Limit;

    /// <summary>As in tables: <c>&gt;= 3.5x</c>.</summary>
    public string Due => $"{(IsLeast ? ">=" : "<=")} {Show(Limit)}";

    /// <summary>A figure with its unit.</summary>
    public string Show(double value) =>
        value.ToString("0.###", CultureInfo.InvariantCulture) + (Unit == "x" ? Unit : $" {Unit}");
}
